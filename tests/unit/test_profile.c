/* tests/unit/test_profile.c: profile files: what is read from them, and how a wrong one is refused. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "profile_draft.h"
#include "profile_refused.h"
#include "profile_texts.h"
#include "profiles.h"

static const struct profile *parsed(const char *text)
{
	const struct profile *profile;
	struct why why;

	if (profile_parse(&profile, "acme.profile", text, strlen(text), &why) < 0)
		fail_msg("%s", why.text);
	return profile;
}

static void an_atecc_s_profile_is_read(void **state)
{
	const struct profile *p = parsed(acme_lock);
	const struct profile_atecc *a = p->atecc;
	const struct profile_certificate *c;

	(void)state;
	assert_null(p->se050);
	assert_string_equal(p->name, "acme-lock");
	assert_string_equal(p->kind, "atecc608");
	assert_string_equal(p->summary, "the ATECC608B in an Acme lock");
	assert_string_equal(p->source, "Acme drawing 1234");
	assert_int_equal(p->address, 0x35);
	assert_memory_equal(a->config, "\x01\x23\0\0\0\0\x60\x03\0\0\0\0\x01\x61\x55", 16);
	assert_memory_equal(a->config + 86, "\0\0\xbf\xff\x0e\x60", 6);
	assert_memory_equal(a->otp, "ACME1.0 \0\0", 10);
	assert_int_equal(a->fill, 0);
	assert_int_equal(a->eui_len, 6);
	assert_int_equal(a->eui_fixed, 1);
	assert_int_equal(a->eui[0], 2);
	assert_int_equal(a->n_pieces, 7);
	assert_int_equal(a->pieces[0].kind, PIECE_KEY);
	assert_int_equal(a->pieces[0].len, 36);
	assert_int_equal(a->pieces[2].kind, PIECE_TEXT);
	assert_string_equal(a->pieces[2].text, "{eui48}");
	assert_int_equal(a->pieces[2].len, 12);
	assert_int_equal(a->pieces[3].kind, PIECE_RANDOM);
	assert_int_equal(a->pieces[3].len, 32);
	assert_int_equal(a->pieces[4].len, 4);
	assert_memory_equal(a->pieces[4].bytes, "\0\1\2\3", 4);
	assert_int_equal(a->pieces[5].slot, 8);
	assert_int_equal(a->pieces[5].offset, 16);
	assert_memory_equal(a->pieces[5].bytes, "lock, left", 10);
	assert_int_equal(a->pieces[6].kind, PIECE_AUTHORITY_KEY);
	assert_ptr_equal(a->pieces[6].authority, &p->authorities[0]);
	assert_int_equal(p->n_authorities, 1);
	assert_string_equal(p->authorities[0].name, "acme-root");
	assert_int_equal(p->authorities[0].signer_id, 0xffff);
	assert_null(p->authorities[0].certificate.signer);
	assert_true(p->authorities[0].certificate.extensions[0].ca);
	assert_int_equal(p->authorities[0].certificate.extensions[0].path_length, 0);
	assert_int_equal(p->n_certificates, 1);
	c = &p->certificates[0];
	assert_int_equal(c->at, 10);
	assert_int_equal(c->size, 72);
	assert_ptr_equal(c->signer, &p->authorities[0]);
	assert_null(c->of);
	assert_int_equal(c->subject.n, 2);
	assert_int_equal(c->subject.part[1].type, PROFILE_COMMON_NAME);
	assert_string_equal(c->subject.part[1].text, "lock {serial}");
	assert_int_equal(c->serial, PROFILE_SERIAL_KEY_AND_DATES);
	assert_int_equal(c->serial_source, 10);
	assert_int_equal(c->template_id, 3);
	assert_int_equal(c->years, 20);
	assert_int_equal(c->begin.year, 0);
	assert_int_equal(c->n_extensions, 2);
	assert_true(c->extensions[0].critical);
	assert_int_equal(c->extensions[0].bits, PROFILE_DIGITAL_SIGNATURE | PROFILE_KEY_AGREEMENT);
	assert_string_equal(c->source, "");
	profile_drop(p);
}

static const struct profile_se050_object *object_of(const struct profile *p, uint32_t id)
{
	for (size_t i = 0; i < p->se050->n_objects; i++)
		if (p->se050->objects[i].id == id)
			return &p->se050->objects[i];
	fail_msg("no object %08x", id);
	return NULL;
}

static void an_se05x_s_profile_is_read(void **state)
{
	const struct profile *p = parsed(acme_meter);
	const struct profile_se050 *s = p->se050;
	const struct profile_se050_object *object;

	(void)state;
	assert_null(p->atecc);
	assert_int_equal(p->address, 0x48);
	assert_memory_equal(s->version, "\3\1\1", 3);
	assert_int_equal(s->applet_config, 0x6fff);
	assert_memory_equal(s->build, "J3R351021EEE0400\xbc", 17);
	assert_memory_equal(s->unique_id, "\4\0\x50\1\0", 5);
	assert_string_equal(s->uncertain, "build: a guess; applet: another");
	assert_int_equal(s->n_oefs, 1);
	assert_int_equal(s->oefs[0].id, 0xabcd);
	assert_int_equal(s->oefs[0].before, 4);
	assert_string_equal(s->oefs[0].part, "ACME-1");
	assert_memory_equal(s->oefs[0].keys[2], "\0\x11\x22\x33", 4);
	assert_int_equal(s->n_objects, 8);
	assert_int_equal(s->objects[0].id, 0x7fff0206);
	assert_int_equal(s->objects[0].value, VALUE_UNIQUE_ID);
	object = object_of(p, 0x10000000);
	assert_int_equal(object->class, 1);
	assert_int_equal(object->detail, 3);
	assert_int_equal(object->origin, 3);
	assert_int_equal(object->policy_len, 18);
	assert_memory_equal(object->policy,
		"\x08\x10\0\0\x09\0\x18\0\0"
		"\x08\0\0\0\0\x14\x20\0\0",
		18);
	object = object_of(p, 0x10000001);
	assert_int_equal(object->value, VALUE_CERTIFICATE);
	assert_ptr_equal(object->certificate, &p->certificates[0]);
	assert_int_equal(object->certificate->size, 700);
	assert_int_equal(object->certificate->begin.day, 29);
	assert_int_equal(object->certificate->begin.hour, 13);
	assert_true(object->certificate->null_parameters);
	object = object_of(p, 0x10000002);
	assert_int_equal(object->size, 256);
	assert_int_equal(object->rsa_pool, 0x10000002 >> 1);
	assert_null(object->policy);
	object = object_of(p, 0x10000009);
	assert_true(object->authenticates);
	assert_memory_equal(object->bytes, "4711", 4);
	profile_drop(p);
}

/* An indented block of a page that begins with that line. */
static void read_block(const char *page, const char *first, char *text, size_t size)
{
	FILE *file = fopen(page, "re");
	char line[512];
	size_t n = 0;
	bool in = false;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		in |= strncmp(line, "    ", 4) == 0 && strncmp(line + 4, first, strlen(first)) == 0;
		if (in && line[0] != ' ' && line[0] != '\n')
			break;
		if (in)
			n += (size_t)snprintf(text + n, size - n, "%s", line[0] == ' ' ? line + 4 : line);
	}
	fclose(file);
	assert_true(n > 0 && n < size);
}

static void the_page_s_examples_are_good(void **state)
{
	static const char *const names[] = { "acme-lock", "acme-meter", "acme-gateway" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const struct profile *p;
		char first[64], text[8192];

		snprintf(first, sizeof(first), "name    = %s\n", names[i]);
		read_block(SESIM_SOURCES "/docs/PROFILES.md", first, text, sizeof(text));
		p = parsed(text);
		assert_string_equal(p->name, names[i]);
		profile_drop(p);
	}
}

static void every_built_in_profile_is_good_and_named_as_its_file(void **state)
{
	const struct profile *p;
	const char *name;
	struct why why;
	size_t n = 0;

	(void)state;
	for (; (name = profile_name(n)) != NULL; n++) {
		if (profile_open(&p, name, strlen(name), &why) < 0)
			fail_msg("%s", why.text);
		assert_string_equal(p->name, name);
		assert_false(p->is_stand_in);
		assert_true((p->atecc == NULL) != (p->se050 == NULL));
		profile_drop(p);
	}
	assert_true(n >= 14);
}

/* A profile is made of another by including it. */
static void another_s_profile_can_be_the_beginning(void **state)
{
	const struct profile *p = parsed("name = mine\n"
					 "include se050c\n"
					 "summary = my own\n"
					 "source = me\n"
					 "[object 20000000]\n"
					 "class = counter\n"
					 "size = 4\n"
					 "value = zeros\n");

	(void)state;
	assert_string_equal(p->name, "mine");
	assert_string_equal(p->summary, "my own");
	assert_string_equal(p->source, "me");
	assert_int_equal(p->se050->oefs[0].id, 0xa200);
	assert_int_equal(object_of(p, 0x20000000)->size, 4);
	assert_int_equal(object_of(p, 0xf0000100)->size, 32);
	profile_drop(p);
}

static void line_ends_blanks_and_comments_are_as_you_like(void **state)
{
	char text[4096];
	size_t n = 0;
	const struct profile *p;

	(void)state;
	n += (size_t)snprintf(text, sizeof(text), "# a comment: \xc3\xa4 \"\r\n\t\r\n");
	for (const char *at = acme_lock; *at; at++) {
		if (*at == '\n')
			text[n++] = '\r';
		text[n++] = *at;
	}
	text[n - 2] = '\0'; /* no newline at the end */
	p = parsed(text);
	assert_int_equal(p->n_certificates, 1);
	profile_drop(p);
}

static void holders_keep_a_profile(void **state)
{
	const struct profile *p = parsed(acme_lock);

	(void)state;
	assert_ptr_equal(profile_hold(p), p);
	profile_drop(p);
	assert_string_equal(p->name, "acme-lock");
	profile_drop(p);
	profile_drop(profile_hold(NULL));
}

/* --- refusals */

static void a_wrong_line_is_refused(void **state)
{
	static const struct wrong rows[] = {
		{ NULL, "what is this\n", 0,
			"\"what is this\" is neither key = value nor [section] nor include NAME" },
		{ NULL, "include nothing\n", 0, "there is nothing built in named \"nothing\" to include" },
		{ NULL, "\n[nonsense]\n", 1,
			"there is no section [nonsense]: there are config, otp and slots (atecc608)" },
		{ NULL, "[otp\n", 0, "a section's line ends in ']'" },
		{ NULL, "[otp more]\n", 0, "[otp] has no name: \"more\" is too much" },
		{ NULL, "[authority]\n", 0, "[authority] wants a name: [authority NAME]" },
		{ NULL, "[object 00000001]\n", 0, "[object] is not for the kind atecc608" },
		{ NULL, "chain =\n", 0, "chain has no value" },
		{ NULL, "template = 4\n", 0, "template is given twice" },
		{ NULL, "nonsense = 4\n", 0,
			"certificate has no key \"nonsense\": it has slot, object, key," },
		{ NULL, "[otp]\nnonsense = 4\n", 1, "otp has no key \"nonsense\": it has numbers, fill" },
		{ NULL, "source = \x01\n", 0,
			"byte 01 at column 10 is no printable ASCII: a profile is plain text" },
		{ NULL, "source = caf\xc3\xa9\n", 0, "byte c3 at column 13 is no printable ASCII" },
	};

	(void)state;
	REFUSED(acme_lock, rows);
}

static void a_wrong_head_is_refused(void **state)
{
	static const struct wrong rows[] = {
		{ "name    = acme-lock", "nam = x", 0,
			"the head has no key \"nam\": it has name, kind, summary," },
		{ "acme-lock", "a-name-of-thirty-two-characters-x", 0,
			"the name has 33 characters: it is 31 at most" },
		{ "acme-lock", "acme/lock", 0,
			"the name \"acme/lock\" has a '/': it is made of letters, digits," },
		{ "kind    = atecc608", "kind = atecc", 0,
			"there is no kind \"atecc\": it is atecc608 or se050" },
		{ "kind    = atecc608\n", "", 4,
			"[config] stands before the line that says the kind: kind = atecc608" },
		{ "address = 35", "address = 6A0", 0, "\"6A0\" is no address: it is 7-bit, two hex digits" },
		{ "address = 35", "address = 78", 0, "\"78\" is no address: it is 7-bit, two hex digits" },
		{ "address = 35", "address = 36", 0, "address 36 is not what config byte 16 says: 35" },
	};

	(void)state;
	REFUSED(acme_lock, rows);
	assert_refused("", 0, 1, "the profile has no name: name = NAME");
	assert_refused("name = x\n", 9, 1, "the profile has no kind");
	assert_refused("name = x\nkind = se050", 21, 1, "the profile has no summary");
	assert_refused("name = x\nkind = se050\nsummary = s", 33, 1, "the profile has no source");
	assert_refused(
		"name = x\nkind = se050\nsummary = s\nsource = s", 44, 1, "the profile has no [identity]");
	assert_refused(
		"name = x\nkind = atecc608\nsummary = s\nsource = s", 47, 1, "the profile has no [config]");
}

static void a_wrong_config_zone_is_refused(void **state)
{
	static const struct wrong rows[] = {
		{ "16  = 6A", "16  = .. ", 0, "config byte 16 must be given: only bytes 2, 3 and 8 to 11" },
		{ "1C 00\nlocks", "1C\nlocks", -8, "config byte 127 is missing: [config] gives all 128" },
		{ "112 = 3C", "112 = 00 3C", 0, "the row goes beyond the config zone's 128 bytes" },
		{ "112 = 3C", "111 = 00 3C", 0, "config byte 111 is given twice, here and in line 14" },
		{ "112 = 3C", "128 = 3C", 0,
			"a row of [config] begins with a byte's number from 0 to 127, not \"128\"" },
		{ "112 = 3C", "112 = 3", 0, "\"3\" is no byte: a row is of two hex digits a byte, or .." },
		{ "112 = 3C", "112 = 3CG", 0, "\"3CG\" is no byte" },
		{ "60 03", "70 03", 0, "config byte 6 is 70: a RevNum is 00 00 50 .. or 00 00 60 .." },
		{ "00 00 60", "01 00 60", 0, "config byte 4 is 01: a RevNum is" },
		{ "00 00 60", "00 01 60", 0, "config byte 5 is 01: a RevNum is" },
		{ "6A 00", "6B 00", 0, "config byte 16 is 6b: the I2C address is twice the 7-bit one" },
		{ ".. ..  .. .. 0E", "01 00  .. .. 0E", -6,
			"config bytes 86 and 87 are .. in [config] when" },
		{ ".. .. 0E", "FF FF 0E", -6, "config bytes 88 and 89 are .. in [config] when locked-slots" },
		{ "config data\n", "config date\n", 0,
			"\"date\" is no lock: locks = none, config, or config data" },
		{ "config data\n", "data\n", -3, "config byte 86 is 00: data is never locked before config" },
		{ "slots = 6", "slots = 16", 0,
			"\"16\" is no slot: locked-slots = none, or numbers from 0 to 15" },
	};

	(void)state;
	REFUSED(acme_lock, rows);
}

static void wrong_otp_and_slots_are_refused(void **state)
{
	static const struct wrong rows[] = {
		{ "0    = ascii", "64 = ascii", 0,
			"a row of [otp] begins with a byte's number from 0 to 63" },
		{ "0    = ascii", "57 = ascii", 0, "that is 8 bytes, and there is room for 7" },
		{ "0    = ascii", "0 = text", 0,
			"\"text \"ACME1.0 \"\" is neither ascii \"...\" nor hex .." },
		{ "0    = ascii \"", "0 = ascii ", 0, "ascii wants a text in quotation marks" },
		{ "0    = ascii", "7 = hex 00\n0 = ascii", 1,
			"OTP byte 7 is given twice, here and in line 21" },
		{ "fill = 00", "fill = 0", 0, "\"0\" is no byte: two hex digits" },
		{ "0     = key", "16 = key", 0, "\"16\" is no slot: there are 0 to 15" },
		{ "0     = key", "0+36 = key", 0, "slot 0 has no byte \"36\": it has 0 to 35" },
		{ "0     = key", "0+4 = key", 0, "slot 0 has 36 bytes: 36 bytes at byte 4 do not fit" },
		{ "0     = key", "0 = kee", 0,
			"\"kee\" is nothing that stands in a slot: key, random N, hex .." },
		{ "0     = key", "9 = key", 0,
			"slot 9 is given a private key, but its KeyConfig 1a 00 is not" },
		{ "0     = key",
			"7 = hex 0102030405060708090a0b0c0d0e0f10111213141516171819"
			"1a1b1c1d1e1f202122232425",
			0, "that is 37 bytes, and there is room for 36" },
		{ "0     = key", "7 = hex 012", 0, "\"012\" is no hex: two digits a byte" },
		{ "0     = key", "7 = random 0", 0, "random wants a number of bytes from 1 to 36" },
		{ "0     = key", "7 = random 37", 0, "random wants a number of bytes from 1 to 36" },
		{ "8+16  = ascii", "8+3 = ascii", 0, "bytes of slot 8 are given twice, here and in line 36" },
		{ "\"{eui48}\"", "\"{eui64}\"", 0, "{eui64} wants a line eui64 = .. in [slots]" },
		{ "\"{eui48}\"", "\"{serial\"", 0, "a { has no } behind it" },
		{ "\"{eui48}\"", "\"{uid}\"", 0,
			"there is no {uid} here: there are {serial}, {eui48} and {eui64}" },
		{ "\"{eui48}\"", "\"{serial}{serial}x\"", 0,
			"slot 5 has 36 bytes: 37 bytes at byte 0 do not fit" },
		{ "eui48 = 02", "eui48 = 020000000000", 0,
			"\"020000000000\" is no beginning of 6 bytes: give 0 to 5" },
		{ "eui48 = 02", "eui64 = 02", 0,
			"\"02\" is no beginning of 8 bytes: give 2 to 7 of them in hex" },
		{ "eui48 = 02", "eui48 = 02\neui64 = 0200", 1, "a part has one MAC address: eui48 or eui64" },
		{ "acme-root\n\n", "nobody\n\n", 0, "no [authority nobody] stands above" },
		{ "acme-root\n\n", "acme-root 65\n\n", 0,
			"a public key has 72 bytes as slots have it padded, or 64" },
		{ "key       = p-256", "key = rsa-2048", 14,
			"the key of authority acme-root is not of P-256" },
	};

	(void)state;
	REFUSED(acme_lock, rows);
}

static void a_wrong_identity_is_refused(void **state)
{
	static const struct wrong rows[] = {
		{ "3.1.1", "3.1", 0, "\"3.1\" is no applet's version: MAJOR.MINOR.PATCH" },
		{ "3.1.1", "3.1.1.1", 0, "\"3.1.1.1\" is no applet's version" },
		{ "3.1.1", "5.1.1", -1, "no SE05x has an applet of version 5: there are 3, 4, 6 and 7" },
		{ "applet        = 3.1.1\n", "", -1, "[identity] lacks the key \"applet\"" },
		{ "6FFF", "6FFFF", 0, "\"6FFFF\" is no AppletConfig: it is 4 hex digits" },
		{ "8D 18 10", "8D 18", 0,
			"\"4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 \" is no build" },
		{ "uncertain     = build", "fips = maybe\nuncertain = build", 0,
			"\"maybe\" is neither yes nor no" },
		{ NULL, "[identity]\n", 0, "[identity] is given twice" },
		{ "summary = the", "address = 49\nsummary = the", 0,
			"an SE05x answers at 48 and nowhere else, not at 49" },
		{ "[ordering ABCD]", "[ordering ABC]", 0, "\"ABC\" is no OEF id: it is 4 hex digits" },
		{ NULL, "[ordering ABCD]\n", 0, "ordering option ABCD is given twice" },
		{ "enc  = 0011", "enc = 11", 0,
			"\"112233445566778899AABBCCDDEEFF\" is no platform key: it is 16 bytes" },
		{ "dek  = 00112233445566778899AABBCCDDEEFF\n", "", -4, "[ordering] lacks the key \"dek\"" },
	};

	(void)state;
	REFUSED(acme_meter, rows);
}

static void wrong_objects_are_refused(void **state)
{
	static const struct wrong rows[] = {
		{ NULL, "[object 10000004]\nclass = hmac\nsize = 33\n", 0,
			"object 10000004: a key that is made for each part has 32 bytes at most, not 33" },
		{ NULL, "[object 10000004]\nclass = aes\nsize = 20\n", 0,
			"object 10000004 has 20 bytes: class aes takes 16 to 32 in steps of 8" },
		{ "[object 10000000]", "[object 1000]", 0, "\"1000\" is no object's id: it is 8 hex digits" },
		{ "[object 10000000]", "[object 00000000]", 0, "\"00000000\" is no object's id" },
		{ "[object 10000001]", "[object 10000000]", 0,
			"object 10000000 is given twice, here and in acme.profile:22" },
		{ "[object 10000000]", "[object 7FFF0201]", 0,
			"object 7FFF0201 is given twice, here and in se05x-applet:" },
		{ "= ec-pair", "= ec", 0,
			"\"ec\" is no class that a factory makes: ec-pair, ec-private, ec-public," },
		{ "= p-256\npolicy", "= p-384\npolicy", 0,
			"\"p-384\" is no curve that a factory makes keys on: p-256" },
		{ "curve  = p-256\n", "", -2, "object 10000000, class ec-pair, lacks curve = p-256" },
		{ "curve  = p-256\n", "curve = p-256\nsize = 32\n", -2,
			"object 10000000, class ec-pair, has no size" },
		{ "bits   = 2048", "bits = 2047", 0,
			"\"2047\" is no length of an RSA key: 512, 1024, 1152, 2048," },
		{ "bits   = 2048\n", "", -2, "object 10000002, class rsa-pair-crt, lacks bits = 2048" },
		{ "bits   = 2048\n", "bits = 2048\ncurve = p-256\n", -2,
			"object 10000002, class rsa-pair-crt, has no curve" },
		{ "size   = 700\n", "", -2, "object 10000001, class binary, lacks size = BYTES" },
		{ "size   = 700", "size = 32768", 0,
			"\"32768\" is no size: a number of bytes from 1 to 32767" },
		{ "value  = certificate", "value = nothing", 0,
			"\"nothing\" is no value: key, unique-id, zeros," },
		{ "value  = certificate\n", "", -3, "object 10000001, class binary, lacks value = .." },
		{ "value  = certificate", "value = key", -3, "object 10000001: class binary holds no key" },
		{ "value  = certificate", "value = unique-id", -3,
			"object 10000001: a unique id is in a binary of 18" },
		{ "value  = certificate", "value = zeros", 17,
			"certificate meter is for object 10000001, which does not say" },
		{ "bits   = 2048\n", "bits = 2048\nvalue = zeros\n", -2,
			"object 10000002: a key is not zeros" },
		{ "bits   = 2048\n", "bits = 2048\nvalue = hex 00\n", -2,
			"object 10000002: the factory makes this key" },
		{ "bits   = 2048\n", "bits = 2048\nauthenticates = yes\n", -2,
			"object 10000002: class rsa-pair-crt does not authenticate" },
		{ "bits   = 2048\n", "bits = 2048\norigin = vendor\n", 1,
			"\"vendor\" is no origin: external, internal" },
		{ "bits   = 2048\n", "bits = 2048\ntag-length = 17\n", 1,
			"\"17\" is no length of a tag: from 0 to 16" },
		{ "bits   = 2048\n", "bits = 2048\ntag-length = 8\n", -2,
			"object 10000002: class rsa-pair-crt has no tag" },
		{ "authenticates = yes", "authenticates = no", -2,
			"object 10000009: a user-id does nothing but auth" },
		{ "\"4711\"", "\"471\"", -3, "object 10000009 has 3 bytes: class user-id takes 4 to 16" },
		{ "\"4711\"", "4711", 0, "ascii wants a text in quotation marks: ascii \"...\"" },
		{ "value         = ascii \"4711\"", "size = 5\nvalue = ascii \"4711\"", -3,
			"object 10000009: the value has 4 bytes: class user-id wants all 5" },
		{ "value         = ascii \"4711\"", "pool = 1\nvalue = ascii \"4711\"", -3,
			"object 10000009: the pool is of RSA keys" },
		{ "size   = 700\nvalue  = certificate", "size = 2\nvalue = hex 010203", -2,
			"object 10000001: the value has 3 bytes, the object 2" },
	};

	(void)state;
	REFUSED(acme_meter, rows);
}

static void wrong_policies_are_refused(void **state)
{
	static const struct wrong rows[] = {
		{ "*: SIGN", "*: SIN", 0, "policy has no word \"SIN\": there are READ WRITE GEN DELETE" },
		{ "*: SIGN KA READ", "*:", 0, "the policy says nothing of *: ID: READ WRITE ..." },
		{ "*: SIGN", "9: SIGN", 0, "\"9\" is no user: an entry of a policy is ID: RULES" },
		{ "*: SIGN", "00000000: SIGN", 0, "\"00000000\" is no user" },
		{ "*: SIGN", "10000009: SIGN", 0, "the policy has two entries for one user" },
		{ "*: READ\n", "*: READ SIGN\n", -4,
			"policy word SIGN is not for a file or counter: an object of its" },
		{ "value         = ascii", "policy = *: SIGN\nvalue = ascii", -3,
			"policy word SIGN is not for one that authenticates" },
	};

	(void)state;
	REFUSED(acme_meter, rows);
}

static void too_much_is_refused(void **state)
{
	static char text[200 * 1024];
	size_t n = (size_t)snprintf(text, sizeof(text), "%s", acme_meter);
	char line[1200];

	(void)state;
	for (unsigned int i = 0; i < 300; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"[object 2000%04X]\nclass = counter\nsize = 4\nvalue = zeros\n", i);
	assert_refused(text, n, lines_before(acme_meter, strchr(acme_meter, '\0')) + 4 * 248,
		"there are more than 256 objects");
	memset(line, 'x', sizeof(line));
	assert_refused(line, sizeof(line), 1, "the line has 1200 characters: 1000 are the most");
	line[10] = '\0';
	assert_refused(line, 20, 1, "the line holds a zero byte: a profile is plain text");
	snprintf(text, sizeof(text), "%sversion = \xff\xfe", acme_lock);
	assert_refused(text, strlen(text), 51, "byte ff at column 11 is no printable ASCII");
}

/* What a user includes is built in, and that does not turn in circles; if it did: */
static void an_include_that_includes_itself_is_refused(void **state)
{
	static const char ring[] = "include ring\n";
	static const struct profile_text texts[] = { { "ring", ring, sizeof(ring) - 1 } };
	static const struct profile_library library = { texts, 1 };
	const struct profile *p;
	struct why why;

	(void)state;
	assert_int_equal(
		profile_parse_with(&library, &p, "acme.profile", ring, sizeof(ring) - 1, &why), -EINVAL);
	assert_null(p);
	assert_string_equal(why.text, "ring:1: includes are more than 4 deep: ring includes itself");
}

static void a_key_behind_an_include_is_in_no_section(void **state)
{
	static const struct wrong rows[] = {
		{ "include se05x-applet\n", "include se05x-applet\nsize = 4\n", 1,
			"\"size\" stands in no section" },
	};
	const struct profile *p;
	struct why why;
	static const char other[] = "name = x\nkind = atecc608\ninclude se050c\n";

	(void)state;
	REFUSED(acme_meter, rows);
	assert_int_equal(profile_parse(&p, "acme.profile", other, sizeof(other) - 1, &why), -EINVAL);
	assert_string_equal(why.text + strcspn(why.text, ":"),
		":4: this is of kind se050, and what includes it of kind atecc608");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_atecc_s_profile_is_read),
		cmocka_unit_test(an_se05x_s_profile_is_read),
		cmocka_unit_test(the_page_s_examples_are_good),
		cmocka_unit_test(every_built_in_profile_is_good_and_named_as_its_file),
		cmocka_unit_test(another_s_profile_can_be_the_beginning),
		cmocka_unit_test(line_ends_blanks_and_comments_are_as_you_like),
		cmocka_unit_test(holders_keep_a_profile),
		cmocka_unit_test(a_wrong_line_is_refused),
		cmocka_unit_test(a_wrong_head_is_refused),
		cmocka_unit_test(a_wrong_config_zone_is_refused),
		cmocka_unit_test(wrong_otp_and_slots_are_refused),
		cmocka_unit_test(a_wrong_identity_is_refused),
		cmocka_unit_test(wrong_objects_are_refused),
		cmocka_unit_test(wrong_policies_are_refused),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(an_include_that_includes_itself_is_refused),
		cmocka_unit_test(a_key_behind_an_include_is_in_no_section),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

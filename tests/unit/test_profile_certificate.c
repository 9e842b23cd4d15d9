/* tests/unit/test_profile_certificate.c: what a profile says of certificates and of who signs them, when it is wrong. */
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "profile_refused.h"
#include "profile_texts.h"
#include "profiles.h"

static void wrong_certificates_of_an_atecc_are_refused(void **state)
{
	static const struct wrong rows[] = {
		{ "slot          = 10", "slot = 5", 0,
			"slot 5 has 36 bytes: a compressed certificate has 72, and does not fit at byte 0" },
		{ "slot          = 10", "slot = 16", 0, "\"16\" is no slot: there are 0 to 15" },
		{ "slot          = 10", "slot = 8+345", 0,
			"slot 8 has 416 bytes: a compressed certificate has 72" },
		{ "slot          = 10", "slot = 8", -1,
			"bytes of slot 8 are given twice, here and in line 36" },
		{ "slot          = 10", "slot = 11", -1, "bytes of slot 11 are given twice" },
		{ "slot          = 10", "object = 00000010", 0, "an ATECC has slots, no objects: slot = N" },
		{ "slot          = 10\n", "", -1, "certificate device lacks slot = N" },
		{ "key           = 0\n", "", -2, "certificate device lacks key = SLOT, whose key it is of" },
		{ "key           = 0", "key = 16", 0, "\"16\" is no slot: there are 0 to 15" },
		{ "key           = 0", "key = 8", -2,
			"certificate device is of slot 8, which is no slot for a private key of P-256" },
		{ "= acme-root\nsubject", "= nobody\nsubject", 0, "no [authority nobody] stands above" },
		{ "= acme-root\nsubject", "= self\nsubject", -3,
			"certificate device lacks signer = AUTHORITY" },
		{ "subject       = /O=Acme/CN=lock {serial}\n", "", -4,
			"certificate device lacks subject = /CN=.." },
		{ "/O=Acme/CN=lock", "O=Acme/CN=lock", 0,
			"\"O=Acme/CN=lock {serial}\" is no name: it begins with /" },
		{ "/O=Acme/CN=lock", "/O/CN=lock", 0, "\"O\" is no part of a name: TYPE=TEXT" },
		{ "/O=Acme/CN=lock", "/X=Acme/CN=lock", 0,
			"\"X\" is no part of a name: C, ST, L, O, OU, CN," },
		{ "/O=Acme/CN=lock", "/C=Acme/CN=lock", 0, "\"Acme\" is no country: two letters" },
		{ "lock {serial}", "{serial} {serial} {serial} {serial}", 0,
			"a part of the name has 75 characters when its placeholders are filled in: 64 are "
			"the most" },
		{ "{serial}\n", "{uid}\n", 0, "there is no {uid} here: there are {serial}, {eui48}" },
		{ "lock {serial}",
			"a text that is longer than the sixty-four characters which there are for it", 0,
			"a part of the name has 7" },
		{ "years         = 20", "years = 32", -5,
			"a compressed certificate is good for 31 years at most" },
		{ "years         = 20", "years = 1000", 0,
			"\"1000\" is no number of years: from 1 to 999, or 0" },
		{ "years         = 20", "begin = 1999-01-01", -5,
			"a compressed certificate begins from 2000 to 2031" },
		{ "years         = 20", "begin = 2023-02-29", 0, "\"2023-02-29\" is no date: YYYY-MM-DD" },
		{ "key-and-dates", "counted", 0, "\"counted\" is no serial number: derived, derived N," },
		{ "key-and-dates", "hex 80", 0, "\"80\" is no serial number: 1 to 20 bytes in hex" },
		{ "key-and-dates", "derived 21", 0, "\"21\" is no length of a serial number: 1 to 20" },
		{ "subject-key-id", "subject-key", 0,
			"there is no extension \"subject-key\": basic-constraints," },
		{ "subject-key-id", "key-usage crl-sign", 0, "extension key-usage is given twice" },
		{ "critical digital", "critical digitul", 0,
			"\"digitul-signature\" is no key usage: digital-signature," },
		{ "ca path=0", "ca pfad=0", 0,
			"\"pfad=0\" is nothing that basic-constraints says: ca, path=N" },
		{ "ca path=0", "path=0", 0, "path=N is of one that is ca" },
		{ "subject-key-id", "subject-key-id yes", 0,
			"subject-key-id says nothing more: \"yes\" is too much" },
		{ "subject-key-id", "subject-alt-name dns lock", 0,
			"subject-alt-name wants directory, dns or uri" },
		{ "subject-key-id", "subject-alt-name mail \"x\"", 0,
			"\"mail\" is no kind of subject-alt-name" },
		{ "template      = 3", "template = 10", 0, "\"10\" is not one hex digit from 0 to F" },
		{ "template      = 3", "format = 3", 0, "\"3\" is not one hex digit from 0 to 2" },
		{ NULL, "of = acme-root\n", -11,
			"certificate device is authority acme-root's, which says all of it" },
		{ NULL, "[certificate device]\n", 0, "certificate device is given twice" },
		{ NULL, "[authority acme-root]\n", 0, "authority acme-root is given twice" },
		{ NULL, "[authority two words]\n", 0,
			"\"two words\" is no name: one word of 31 characters at most" },
		{ NULL, "[certificate a,b]\n", 0,
			"the name \"a,b\" has a ',': it is made of letters, digits, -, _ and ." },
		{ NULL, "[authority other]\nkey = p-256\n", 0, "[authority] lacks the key \"subject\"" },
		{ NULL, "[authority other]\nkey = p-255\n", 1,
			"\"p-255\" is no type of key: p-256, p-384, p-521," },
		{ NULL, "[authority other]\nsigner-id = 1\n", 1, "\"1\" is no signer's id: 4 hex digits" },
	};

	(void)state;
	REFUSED(acme_lock, rows);
}

static void wrong_certificates_of_an_se05x_are_refused(void **state)
{
	static const struct wrong rows[] = {
		{ "object          = 10000001", "object = 1", 0, "\"1\" is no object's id: 8 hex digits" },
		{ "object          = 10000001", "object = 10000005", -1,
			"certificate meter is for object 10000005, which there is not" },
		{ "object          = 10000001", "object = 10000000", -1,
			"certificate meter is for object 10000000, which does not say value = certificate" },
		{ "object          = 10000001", "slot = 1", 0,
			"an SE05x has objects, no slots: object = ID" },
		{ "key             = 10000000", "key = 10000009", -2,
			"certificate meter is of the key in object 10000009, which holds none that can be" },
		{ "key             = 10000000", "key = 10000005", -2,
			"certificate meter is of the key in object 10000005" },
		{ NULL, "template = 1\n", 0, "an SE05x has no compressed certificates" },
		{ NULL,
			"[certificate two]\nobject = 10000001\nkey = 10000000\nsigner = acme-root\nsubject = "
			"/CN=2\n",
			0, "object 10000001 has two certificates, meter and two" },
		{ NULL, "[object 10000003]\nclass = binary\nsize = 5\nvalue = certificate\n", 0,
			"object 10000003 holds a certificate that no [certificate] describes" },
		{ "{uid}", "{eui48}", 0,
			"there is no {eui48} here: there are {serial}, {uid}, {uid-tail}, {oef}," },
		{ "null-parameters = yes", "null-parameters = 1", 0, "\"1\" is neither yes nor no" },
		{ "null-parameters = yes", "strings = latin", 0,
			"\"latin\" is no type of strings: utf8 or printable" },
	};

	(void)state;
	REFUSED(acme_meter, rows);
}

static const char second[] =
	"[certificate second]\nkey = 1\nsigner = acme-root\nsubject = /CN=2\nyears = 1\n";

/* Two in one place, or of a key that is nowhere. */
static void certificates_of_an_atecc_have_a_place_and_a_key(void **state)
{
	static const struct wrong rows[] = {
		{ "key           = 0", "key = 3", -2,
			"certificate device is of slot 3, which is given no key: 3 = key" },
		{ "1     = key", "9+20 = key", 0, "a private key begins at byte 0 of its slot, not at 20" },
		{ "0     = key", "0 = hex 00", 8,
			"certificate device is of slot 0, which is given no key: 0 = key" },
	};
	char text[8192];

	(void)state;
	REFUSED(acme_lock, rows);
	snprintf(text, sizeof(text), "%s%sslot = 10\n", acme_lock, second);
	assert_refused(text, strlen(text), 51,
		"bytes of slot 10 are given twice, here and by certificate device in line 40");
	snprintf(text, sizeof(text), "%s[certificate a]\nof = acme-root\nslot = 8+100\n%sslot = 8+171\n",
		acme_lock, second);
	assert_refused(text, strlen(text), 54,
		"bytes of slot 8 are given twice, here and by certificate a in line 51");
}

static void certificates_end_when_there_is_such_a_day(void **state)
{
	static const struct wrong lock[] = {
		{ "years         = 20", "years = 1\nbegin = 2024-02-29", -5,
			"certificate device begins on 29 February, a day that 2025 has not, when it ends: "
			"begin on "
			"another" },
		{ "years     = 30", "years = 50\nbegin = 2000-02-29", -3,
			"authority acme-root begins on 29 February, a day that 2050 has not" },
	};
	static const struct wrong meter[] = {
		{ "begin           = 2024-02-29T13\nyears           = 20", "begin = 9990-01-01\nyears = 10",
			-5,
			"certificate meter ends in 10000: 9999 is the last year there is, and years = 0 no "
			"end" },
	};

	(void)state;
	REFUSED(acme_lock, lock);
	REFUSED(acme_meter, meter);
}

static void serial_numbers_can_be_made(void **state)
{
	static const struct wrong lock[] = {
		{ "key-and-dates", "part 00112233445566778899aabb", -6,
			"certificate device has a serial number of 21 bytes: 20 are the most" },
		{ "years     = 30", "years = 30\nserial = part", -3,
			"authority acme-root has no part's serial number: serial = derived, or hex .." },
		{ "[slots]",
			"[authority r]\nkey = rsa-2048\nsubject = /CN=r\nyears = 3\nserial = "
			"key-and-dates\n[slots]",
			0, "authority r has no key of P-256: serial = key-and-dates is of one" },
		{ "years     = 30", "years = 32\nserial = key-and-dates", -3,
			"a compressed certificate is good for 31 years at most" },
	};
	static const struct wrong meter[] = {
		{ "null-parameters = yes", "serial = part 001122", -7,
			"certificate meter has a serial number of 21 bytes: 20 are the most" },
		{ "null-parameters = yes", "serial = key-and-dates", -7,
			"serial = key-and-dates is for an ATECC's certificates" },
		{ "years   = 30", "years = 30\nserial = key-and-dates", -3,
			"serial = key-and-dates is for an ATECC's certificates" },
	};

	(void)state;
	REFUSED(acme_lock, lock);
	REFUSED(acme_meter, meter);
}

/* An authority is no part: it has no number, no address and no slot. */
static void names_can_be_filled_in(void **state)
{
	static const struct wrong lock[] = {
		{ "CN=lock {serial}", "CN=lock {eui64}", -4, "{eui64} wants a line eui64 = .. in [slots]" },
		{ "subject-key-id", "subject-alt-name uri \"x:{eui64}\"", -8,
			"{eui64} wants a line eui64 = .. in [slots]" },
		{ "SIMULATED root", "root {serial}", -2,
			"authority acme-root is no part: of placeholders its names have {signer} alone" },
		{ "years     = 30", "years = 30\nissuer = /CN={id}", -3, "authority acme-root is no part" },
		{ "extension = basic-constraints critical ca path=0",
			"extension = subject-alt-name directory \"/CN={eui48}\"", -4,
			"authority acme-root is no part" },
		{ "= /O=Acme/CN=lock", "= /C=1%/CN=lock", 0, "\"1%\" is no country: two letters" },
		{ "= /O=Acme/CN=lock {serial}", "= /CN=lock_{serial}\nstrings = printable", -4,
			"\"lock_{serial}\" has a '_', which no printable string has: strings = utf8" },
	};

	(void)state;
	REFUSED(acme_lock, lock);
}

/* What the host rebuilds it from is a point of P-256, and a signature of as many bytes. */
static void a_compressed_certificate_of_an_authority_can_be_one(void **state)
{
	static const struct wrong rows[] = {
		{ NULL,
			"[authority r]\nkey = rsa-2048\nsubject = /CN=r\nyears = 3\n"
			"[certificate c]\nslot = 12\nof = r\n",
			4,
			"a compressed certificate is of a key of P-256, and signed by one: authority r has "
			"none" },
		{ NULL,
			"[authority r]\nkey = p-384\nsubject = /CN=r\nyears = 3\n"
			"[authority s]\nsigner = r\nkey = p-256\nsubject = /CN=s\nyears = 3\n"
			"[certificate c]\nslot = 12\nof = s\n",
			9,
			"a compressed certificate is of a key of P-256, and signed by one: authority r has "
			"none" },
		{ NULL,
			"[authority r]\nkey = p-256\nsubject = /CN=r\nyears = 200\n"
			"[certificate c]\nslot = 12\nof = r\n",
			4, "a compressed certificate is good for 31 years at most" },
	};

	(void)state;
	REFUSED(acme_lock, rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_certificates_of_an_atecc_are_refused),
		cmocka_unit_test(wrong_certificates_of_an_se05x_are_refused),
		cmocka_unit_test(certificates_of_an_atecc_have_a_place_and_a_key),
		cmocka_unit_test(certificates_end_when_there_is_such_a_day),
		cmocka_unit_test(serial_numbers_can_be_made),
		cmocka_unit_test(names_can_be_filled_in),
		cmocka_unit_test(a_compressed_certificate_of_an_authority_can_be_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

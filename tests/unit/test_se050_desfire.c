/*
 * tests/unit/test_se050_desfire.c: MIFARE DESFire (AN12413 4.15) with the worked examples of NXP's public application notes and
 * with a card that OpenSSL plays; and what there is not: PAKE and type 4 tags.
 */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "desfire_card.h"
#include "desfire_key.h"
#include "object.h"
#include "se050_command.h"
#include "se050_fixture.h"
#include "why.h"

#define CHALLENGE "000102030405060708090a0b0c0d0e0f"
#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define ZEROS "00000000000000000000000000000000"

enum {
	KEY = 0x7da00001,
	OTHER = 0x7da00002,
	NEW = 0x7da00003,
};

static int with_crypto(void **state)
{
	struct crypto *crypto;
	struct why why;

	assert_int_equal(crypto_new(&crypto, &why), 0);
	*state = crypto;
	return 0;
}

static int without_crypto(void **state)
{
	crypto_free(*state);
	return 0;
}

static int on_c(void **state)
{
	struct se050_fixture *f = se_new("se050c");

	se_select(f);
	*state = f;
	return 0;
}

static int off(void **state)
{
	se_free(*state);
	return 0;
}

static void assert_hex(const uint8_t *bytes, size_t len, const char *hex)
{
	uint8_t wanted[64];

	assert_int_equal(se_hex(hex, wanted, sizeof(wanted)), len);
	assert_memory_equal(bytes, wanted, len);
}

/* AN10922 2.2.1. */
static void a_key_is_diversified_as_in_the_note(void **state)
{
	uint8_t key[16], input[31], out[16];
	size_t len = se_hex("04782e21801d80 3042f5 4e585020416275", input, sizeof(input));

	se_hex("00112233445566778899aabbccddeeff", key, sizeof(key));
	assert_int_equal(desfire_diversify(*state, rbuf_from(key, 16), rbuf_from(input, len), out), 0);
	assert_hex(out, 16, "a8dd63a3b89d54b37ca802473fda9175");
	assert_true(card_diversified(key, input, len, out));
	assert_hex(out, 16, "a8dd63a3b89d54b37ca802473fda9175");
}

static void inputs_have_1_to_31_bytes(void **state)
{
	uint8_t key[16], input[32] = { 0x80 }, out[16], wanted[16];

	se_hex(AES_KEY, key, sizeof(key));
	for (size_t len = 0; len <= sizeof(input); len++) {
		bool good = len >= 1 && len <= 31;

		assert_int_equal(desfire_diversify(*state, rbuf_from(key, 16), rbuf_from(input, len), out),
			good ? 0 : -EINVAL);
		assert_int_equal(card_diversified(key, input, len, wanted), good);
		if (good)
			assert_memory_equal(out, wanted, sizeof(out));
	}
}

/* AN12196: tables 14, 19 and 23 (rev. 2.0), AuthenticateEV2First with keys 0 and 3 and NonFirst with key 0, all of zeros. */
static const struct {
	const char *a, *e_b;        /* RndA; E(K, RndB) */
	const char *sent, *answer;  /* E(K, RndA || RndB'), and what the card answers */
	const char *ti, *enc, *mac; /* ti NULL: of NonFirst */
} examples[] = {
	{ "13c5db8a5930439fc3def9a4c675360f", "a04c124213c186f22399d33ac2a30215",
		"35c3e05a752e0144bac0de51c1f22c56b34408a23d8aea266cab947ea8e0118d",
		"3fa64db5446d1f34cd6ea311167f5e4985b89690c04a05f17fa7ab2f08120663", "9d00c4df",
		"1309c877509e5a215007ff0ed19ca564", "4c6626f5e72ea694202139295c7a7fc7" },
	{ "b98f4c50cf1c2e084fd150e33992b048", "b875ceb0e66a6c5cd00898dc371f92d1",
		"ff0306e47dfbc50087c4d8a78e88e62de1e8be457aa477c707e2f0874916a8b1",
		"0cc9a8094a8eea683ecaac5c7bf20584206d0608d477110fc6b3d5d3f65c3a6a", "7614281a",
		"7a93d6571e4b180fca6ac90c9a7488d4", "fc4af159b62e549b5812394cab1918cc" },
	{ "60be759eda560250ac57cddc11743cf6", "a6a2b3c572d06c097bb8db70463e22dc",
		"be7d45753f2cab85f34bc60ce58b940763fe969658a532df6d95ea2773f6e991",
		"b888349c24b315eab5b589e279c8263e", NULL, "4cf3cb41a22583a61e89b158d252fc53",
		"5529860b2fc5fb6154b7f28361d30bf9" },
};

static void session_keys_are_those_of_the_note(void **state)
{
	static const uint8_t key[16];

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		struct desfire_transaction transaction = { .counter = 5 };
		uint8_t a[16], b[16], challenge[16], iv[16] = { 0 }, both[32];

		se_hex(examples[i].a, a, sizeof(a));
		se_hex(examples[i].e_b, challenge, sizeof(challenge));
		assert_int_equal(crypto_aes_cbc_decrypt(*state, key, 16, iv, challenge, b, 16), 0);
		memcpy(both, a, 16);
		desfire_rotate(b, both + 16);
		memset(iv, 0, sizeof(iv));
		assert_int_equal(crypto_aes_cbc_encrypt(*state, key, 16, iv, both, both, 32), 0);
		assert_hex(both, 32, examples[i].sent);
		assert_int_equal(desfire_session(*state, key, a, b, &transaction), 0);
		assert_hex(transaction.enc, 16, examples[i].enc);
		assert_hex(transaction.mac, 16, examples[i].mac);
		assert_int_equal(transaction.counter, 5);
	}
}

/* The whole commands over the note's numbers: the part's random one is put there, for it has its own. */
static void an_answer_of_the_note_is_taken(void **state)
{
	struct se050_fixture *f = *state;
	struct se050_desfire *desfire = &f->chip->applet.desfire;
	char command[160], answer[160];

	assert_apdu(f, "8001030018 41047da00001 4310" ZEROS, "9000");
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		bool first = examples[i].ti;

		snprintf(command, sizeof(command), "800300%s18 41047da00001 4210%s", first ? "53" : "54",
			examples[i].e_b);
		assert_apdu(f, command,
			"41820020 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
		se_hex(examples[i].a, desfire->rnd_a, 16);
		snprintf(command, sizeof(command), "800300%s%s%s", first ? "1222 4120" : "1312 4110",
			examples[i].answer, first ? "00" : "");
		assert_apdu(f, command, first ? "4182000c 000000000000000000000000 9000" : "9000");
		snprintf(answer, sizeof(answer), "41820026 %s %s %s 0000 9000", examples[i].enc,
			examples[i].mac, first ? examples[i].ti : "7614281a");
		assert_apdu(f, "8003001400", answer);
	}
}

/* AN12196 tables 25 and 26: key 2 under another key's authentication, and the key that authenticated. */
static void keys_are_changed_as_in_the_note(void **state)
{
	struct se050_fixture *f = *state;
	struct se050_desfire *desfire = &f->chip->applet.desfire;

	an_answer_of_the_note_is_taken(state);
	desfire->transaction.counter = 2;
	assert_apdu(f, "8001030018 41047da00002 4310 f3847d627727ed3bc9c4cc050489b966", "9000");
	assert_apdu(f, "8001030018 41047da00003 4310 5004bf991f408672b1ef00f08f9e8647", "9000");
	assert_apdu(f, "8003001515 41047da00001 42047da00002 4301ff 440102 450101",
		"41820028 2cf362b7bf4311ff3be1daa295e8c68de09050560d19b9e16c2393ae9cd1fac7 5d0ce20bcd1d06e6 "
		"9000");
	assert_apdu(f, "800300160a 4108 203bb55d1089d586", "410102 9000");
	assert_apdu(f, "800300160a 4108 203bb55d1089d587", "410101 9000");
	assert_apdu(f, "800300160a 4108 203bb55d1089d587", "6985");
	assert_apdu(f, "800300150f 42047da00003 4301ff 440100 450101",
		"41820028 c0eb4deefeddf0b513a03a95a75491818580503190d4d05053ff75668a01d6fd a6610234bded6432 "
		"9000");
	assert_int_equal(desfire->transaction.counter, 4);
}

/* The table of checksums, XOR and padding that the note's old key of zeros does not show. */
static void key_data_are_what_a_card_reads(void **state)
{
	uint8_t old[16], key[16], data[32], found[16], version;

	(void)state;
	se_hex("0123456789abcdef0011223344556677", old, sizeof(old));
	se_hex("f3847d627727ed3bc9c4cc050489b966", key, sizeof(key));
	desfire_key_data(rbuf_from(old, 16), rbuf_from(key, 16), 0x5c, data);
	assert_hex(data + 16, 16, "5c 789dfadc 80 00000000000000000000");
	assert_true(card_key_in(data, old, found, &version));
	assert_memory_equal(found, key, sizeof(key));
	data[17] ^= 1;
	assert_false(card_key_in(data, old, found, &version));
	desfire_key_data(rbuf_from(NULL, 0), rbuf_from(key, 16), 0x5c, data);
	assert_hex(data, 32, "f3847d627727ed3bc9c4cc050489b966 5c 80 0000000000000000000000000000");
}

/* The counter of commands goes over both bytes. */
static void the_counter_has_two_bytes(void **state)
{
	struct se050_fixture *f = *state;
	struct se050_desfire *desfire = &f->chip->applet.desfire;
	char answer[200];

	an_answer_of_the_note_is_taken(state);
	desfire->transaction.counter = 0x00ff;
	assert_apdu(f, "800300150f 42047da00001 4301ff 440100 450101",
		"41820028 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX "
		"9000");
	snprintf(answer, sizeof(answer), "41820026 %s %s 7614281a 0001 9000", examples[2].enc,
		examples[2].mac);
	assert_apdu(f, "8003001400", answer);
}

/* vectors/refusals.tsv DF*: bounds, classes and policies as the document has them, with nothing authenticated. */
static const struct {
	const char *command;
	const char *status;
} refused[] = {
	{ "8003001011 41047da00001 42047da00001 430300 0102", "9000" },
	{ "8003001011 41047da00002 42047da00001 4303000102", "6986" },
	{ "8003001011 41047da00001 42047da00002 4303000102", "6986" },
	{ "8003001011 41047da00003 42047da00001 4303000102", "6985" },
	{ "8003001011 41047da0ffff 42047da00001 4303000102", "6985" },
	{ "800300102e 41047da00001 42047da00001 4320" CHALLENGE CHALLENGE, "6985" },
	{ "800300100c 41047da00001 42047da00001", "6a80" },
	{ "8003005318 41047da00002 4210" CHALLENGE, "6986" },
	{ "8003005318 41047da00003 4210" CHALLENGE, "6985" },
	{ "8003005317 41047da00001 420f000102030405060708090a0b0c0d0e", "6a80" },
	{ "8003005418 41047da00001 4210" CHALLENGE, "6985" },
	{ "8003001222 4120" CHALLENGE CHALLENGE, "6985" },
	{ "8003001312 4110" CHALLENGE, "6985" },
	{ "8003001312 4211" CHALLENGE, "6a80" },
	{ "80030014", "6985" },
	{ "800300150c 42047da00001 440101 450101", "6985" },
	{ "800300150c 42047da00002 440101 450101", "6986" },
	{ "8003001506 42047da00001", "6a80" },
	{ "800300160a 4108 0001020304050607", "6985" },
	{ "80030017", "9000" },
};

static void set_up_keys(struct se050_fixture *f)
{
	se_select(f);
	assert_apdu(f, "8001030018 41047da00001 4310" AES_KEY, "9000");
	assert_apdu(f, "8001030023 1109 08 00000000 13140000 41047da00002 4310" AES_KEY, "9000");
	assert_apdu(f, "8001050018 41047da00003 4310" AES_KEY, "9000");
}

static void bounds_classes_and_policies_are_looked_at(void **state)
{
	static const char *const parts[] = { "se050c", "se050d", "se050e" };

	(void)state;
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct se050_fixture *f = se_new(parts[p]);

		set_up_keys(f);
		for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
			assert_apdu(f, refused[i].command, refused[i].status);
		se_free(f);
	}
}

/* AppletConfig bit 0800; the feature is looked at before everything else. */
static void parts_without_it_refuse_it(void **state)
{
	static const char *const parts[] = { "se050a", "se050b" };

	(void)state;
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct se050_fixture *f = se_new(parts[p]);

		set_up_keys(f);
		for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
			assert_apdu(f, refused[i].command, "6985");
		se_free(f);
	}
}

/* A card that OpenSSL plays. */
static void authenticate(struct se050_fixture *f, struct desfire_card *card, bool more)
{
	struct se_command command = se_command(more ? "80030054" : "80030053");
	uint8_t key[16], challenge[16], sent[32], answer[32];
	size_t len;

	se_hex(AES_KEY, key, sizeof(key));
	assert_true(card_challenge(card, key, more, challenge));
	se_put_id(&command, 0x41, KEY);
	se_put(&command, 0x42, challenge, sizeof(challenge));
	se_ask_for(f, &command, sent, sizeof(sent));
	assert_true(card_answer(card, sent, answer, &len));
	command = se_command(more ? "80030013" : "80030012");
	se_put(&command, 0x41, answer, len);
	assert_asked(f, &command, 0x9000);
}

/* The state is of the applet's RAM: power and SELECT clear all of it, and no other part's memory has the keys. */
static void nothing_of_it_stays(void **state)
{
	struct se050_fixture *f = *state;
	static const struct se050_desfire none;
	struct desfire_card card = { .counter = 0 };

	assert_apdu(f, "8001030018 41047da00001 4310" AES_KEY, "9000");
	authenticate(f, &card, false);
	assert_memory_equal(f->chip->applet.desfire.transaction.enc, card.enc, 16);
	assert_memory_equal(f->chip->applet.desfire.transaction.ti, card.ti, 4);
	assert_memory_equal(f->chip->applet.desfire.rnd_a, none.rnd_a, 16);
	assert_memory_equal(f->chip->applet.desfire.rnd_b, none.rnd_b, 16);
	authenticate(f, &card, true);
	assert_memory_equal(f->chip->applet.desfire.transaction.mac, card.mac, 16);
	assert_apdu(f, "80030017", "9000");
	assert_memory_equal(&f->chip->applet.desfire, &none, sizeof(none));
	authenticate(f, &card, false);
	se_select(f);
	assert_memory_equal(&f->chip->applet.desfire, &none, sizeof(none));
	authenticate(f, &card, false);
	se_power_cycle(f);
	assert_memory_equal(&f->chip->applet.desfire, &none, sizeof(none));
}

/* What DFDiversifyKey writes outlives power. */
static void a_diversified_key_is_durable(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t master[16], key[16];
	struct se_command command = se_command("80030e37");
	struct se_result before, after;

	assert_apdu(f, "8001030018 41047da00001 4310" AES_KEY, "9000");
	assert_apdu(f, "8001030018 41047da00002 4310" ZEROS, "9000");
	assert_apdu(f, "8003001010 41047da00001 42047da00002 43020102", "9000");
	se_hex(AES_KEY, master, sizeof(master));
	assert_true(card_diversified(master, (const uint8_t *)"\x01\x02", 2, key));
	assert_memory_equal(object_value(f->chip, object_find(f->chip, OTHER)).at, key, 16);
	se_put_id(&command, 0x41, OTHER);
	se_put_u8(&command, 0x42, 0x0e);
	se_put(&command, 0x43, master, sizeof(master));
	before = se_ask(f, &command);
	assert_int_equal(before.status, 0x9000);
	se_power_cycle(f);
	after = se_ask(f, &command);
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.value, before.value, before.len);
}

/* Of SE051H alone: no other part knows the P2, the context, or the application. */
static void no_part_here_has_pake_or_a_type_4_tag(void **state)
{
	static const char *const parts[] = { "se050c", "se050e", "se051c" };

	(void)state;
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct se050_fixture *f = se_new(parts[p]);

		se_select(f);
		assert_apdu(f, "8003122607 42020001 430101", "6a86");
		assert_apdu(f, "8003123604 42020001", "6a86");
		assert_apdu(f, "8003124004 42020001", "6a86");
		assert_apdu(f, "8003120304 42020001", "6a86");
		assert_apdu(f, "800110000a 42020001 420105 430101", "6a80");
		assert_apdu(f, "800110000a 41020001 420105 430101", "6985");
		assert_apdu(f, "00a4040007 d2760000850101 00", "6a82");
		se_free(f);
	}
}

#define FORMULA(test) cmocka_unit_test_setup_teardown(test, with_crypto, without_crypto)
#define ON_C(test) cmocka_unit_test_setup_teardown(test, on_c, off)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FORMULA(a_key_is_diversified_as_in_the_note),
		FORMULA(inputs_have_1_to_31_bytes),
		FORMULA(session_keys_are_those_of_the_note),
		cmocka_unit_test(key_data_are_what_a_card_reads),
		ON_C(an_answer_of_the_note_is_taken),
		ON_C(keys_are_changed_as_in_the_note),
		ON_C(the_counter_has_two_bytes),
		cmocka_unit_test(bounds_classes_and_policies_are_looked_at),
		cmocka_unit_test(parts_without_it_refuse_it),
		ON_C(nothing_of_it_stays),
		ON_C(a_diversified_key_is_durable),
		cmocka_unit_test(no_part_here_has_pake_or_a_type_4_tag),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

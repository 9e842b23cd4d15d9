/* tests/unit/test_se050_card.c: selection, GET DATA, the platform channel and its keys (se050-evidence.md 2). */
#include <openssl/evp.h>

#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "se050_fixture.h"

#define SELECT_IOT "00a4040010 a0000003965453000000010300000000 00"
#define SELECT_SUPPLEMENTARY "00a404000b d276000085304a434f9003 00"
#define GET_VERSION "80040020"
#define VERSION_C "41 82 0007 0301016fff010b 9000"
#define VERSION_E "41 82 0007 0702003f9fffff 9000"
#define RANDOM_1 "8004004904 41020001"

static int set_up_c(void **state)
{
	*state = se_new("se050c");
	return 0;
}

static int set_up_e(void **state)
{
	*state = se_new("se050e");
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static void after_power_on_the_issuers_domain_is_selected(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, GET_VERSION, "6d00");
	assert_apdu(f, "8004002706410400000001", "6d00");
	assert_apdu(f, "80ca9f7f00",
		"9f7f2a 4790d321470000000000916900032395367300000000000000000142 0a3030333233"
		"0000000000000000 9000");
}

/* Seen on parts: Le 00, Le 07, none. */
static void the_applet_answers_its_version_bare(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "00a4040010 a0000003965453000000010300000000 00", "0301016fff010b 9000");
	assert_apdu(f, "00a4040010 a0000003965453000000010300000000 07", "0301016fff010b 9000");
	assert_apdu(f, "00a4040010 a0000003965453000000010300000000", "0301016fff010b 9000");
	assert_apdu(f, GET_VERSION, VERSION_C);
	assert_apdu(f, "8004002000", VERSION_C);
}

static void security_domains_are_selected_by_name_or_by_none(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "00a4040000", "6f10 8408 a000000151000000 a504 9f6501ff 9000");
	assert_apdu(f, GET_VERSION, "6d00");
	assert_apdu(f, SELECT_SUPPLEMENTARY, "6f13 840b d276000085304a434f9003 a504 9f6501ff 9000");
	assert_apdu(f, "00a4040008 a000000151000000", "6f10 8408 a000000151000000 a504 9f6501ff 9000");
	/* A shorter name, from the left. */
	assert_apdu(f, "00a4040005 a000000396", "0301016fff010b 9000");
}

static void a_name_that_is_not_there_changes_nothing(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "00a4040010 a0000003965453000000010330000000", "6a82");
	assert_apdu(f, "00a4040004 a0000003", "6a82");
	assert_apdu(f, "00a4000002 3f00", "6a86");
	assert_apdu(f, "0070000001", "6881");
	assert_apdu(f, GET_VERSION, VERSION_C);
}

static void classes_and_instructions_that_are_not_there(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "00040020", "6e00");
	assert_apdu(f, "a0040020", "6e00");
	assert_apdu(f, "84040020", "6985");
	assert_apdu(f, "801f0000", "6d00");
	assert_apdu(f, "80001f00", "6d00");
	assert_apdu(f, "80820000", "6700");
	assert_apdu(f, "80041f20", "6a86");
	assert_apdu(f, "8004007f", "6a86");
	assert_apdu(f, "80ca00fe02df28", "6d00");
}

static void data_objects_that_are_not_there(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "80ca00ff00", "6a88");
	assert_apdu(f, "80ca00fe02df29", "6a88");
	assert_apdu(f, "80ca00fe00", "6a88");
}

/* A physical SE050E with OEF id A921, its card challenge forced; keys and cryptograms recomputed from it. */
static void the_opening_seen_on_a_part(void **state)
{
	struct se050_fixture *f = *state;
	const struct scp03 *channel = &f->chip->card.channel;
	struct scp03_host host = { .counts_all = true };
	uint8_t expected[16], command[64];
	struct wbuf w = wbuf_to(command, sizeof(command));

	se_hex("90031347000043202316", f->chip->nv.identity.diversification, 10);
	se_hex("05437d4e3c213d20", f->chip->options.challenge, 8);
	f->chip->options.forced_challenge = true;
	assert_apdu(f, SELECT_IOT, "0702003f9fffff 9000");
	assert_apdu(f, "80500b0008 1122334455667788",
		"90031347000043202316 0b0300 05437d4e3c213d20 c4d889c1270264c4 9000");
	se_hex("012c3fcdb34f6cff7e344d075bd048cb", expected, 16);
	assert_memory_equal(channel->s_enc, expected, 16);
	se_hex("5cae32dea3a3615e2aae308d742277e0", expected, 16);
	assert_memory_equal(channel->s_mac, expected, 16);
	memcpy(host.s_mac, expected, 16);
	se_hex("5fbbb883f36e0f2c4358130883c7d471", expected, 16);
	assert_memory_equal(channel->s_rmac, expected, 16);
	se_hex("f00f6091b6f1fdee", host.cryptogram, 8);
	assert_int_equal(scp03_host_authenticate(&host, 0x33, &w), 0);
	assert_memory_equal(command, "\x84\x82\x33\x00\x10\xf0\x0f\x60\x91\xb6\xf1\xfd\xee", 13);
	assert_int_equal(se_apdu(f, command, w.len, expected, sizeof(expected)), 2);
	assert_memory_equal(expected, "\x90\x00", 2);
	memcpy(host.s_enc, channel->s_enc, 16);
	memcpy(host.s_rmac, channel->s_rmac, 16);
	f->host = host;
	assert_secure(f, GET_VERSION, VERSION_E);
}

static void a_channel_of_every_level(void **state)
{
	struct se050_fixture *f = *state;
	static const uint8_t levels[] = { 0x00, 0x01, 0x03, 0x11, 0x13, 0x33 };

	for (size_t i = 0; i < sizeof(levels); i++) {
		se_select(f);
		se_open_channel(f, levels[i]);
		for (int n = 0; n < 3; n++) {
			assert_secure(f, GET_VERSION, VERSION_C);
			assert_secure(f, RANDOM_1, "41820001XX 9000");
			assert_secure(f, "80041f20", "6a86");
			assert_secure(f, "8004002706 4104 00000001", "410102 9000");
		}
	}
}

static void other_levels_are_refused(void **state)
{
	struct se050_fixture *f = *state;
	const struct se050_key_set *set = &f->chip->nv.key_sets[0];

	se_select(f);
	for (unsigned int level = 0; level < 0x100; level++) {
		uint8_t command[64], answer[64];
		struct wbuf w = wbuf_to(command, sizeof(command));

		if (level == 0x00 || level == 0x01 || level == 0x03 || level == 0x11 || level == 0x13 ||
			level == 0x33)
			continue;
		se_initialize_update(f, 0x0b, set->key[0], set->key[1]);
		scp03_host_authenticate(&f->host, (uint8_t)level, &w);
		assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x6a\x86", 2);
	}
}

/* 7.2 counts every command, 3.1 those with data; refused ones like accepted ones (seen on parts). */
static void the_counter_follows_the_applets_rule(void **state)
{
	struct se050_fixture *f = *state;
	bool counts_all = f->chip->nv.identity.version[0] >= 7;

	se_select(f);
	se_open_channel(f, 0x33);
	assert_int_equal(f->chip->card.channel.counter, 0);
	assert_secure(f, "80040020", "XXXXXXXXXXXXXXXXXXXXXX 9000");
	assert_int_equal(f->chip->card.channel.counter, counts_all ? 1 : 0);
	assert_secure(f, RANDOM_1, "41820001XX 9000");
	assert_int_equal(f->chip->card.channel.counter, counts_all ? 2 : 1);
	assert_secure(f, "80041f20", "6a86");
	assert_int_equal(f->chip->card.channel.counter, counts_all ? 3 : 1);
	assert_secure(f, "80041f2001 00", "6a86");
	assert_int_equal(f->chip->card.channel.counter, counts_all ? 4 : 2);
	assert_secure(f, RANDOM_1, "41820001XX 9000");
}

/* GP Amendment D 5.6. */
static void a_wrong_mac_aborts_the_channel_until_a_new_beginning(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	se_open_channel(f, 0x33);
	assert_apdu(f, "84040020 08 0000000000000000", "6982");
	assert_secure(f, GET_VERSION, "6982");
	assert_apdu(f, GET_VERSION, "6982");
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, VERSION_C);
	assert_apdu(f, "84040020 08 0000000000000000", "6982");
	se_select(f);
	assert_apdu(f, GET_VERSION, VERSION_C);
}

static void a_plain_command_in_a_channel_aborts_it(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	se_open_channel(f, 0x33);
	assert_apdu(f, GET_VERSION, "6982");
	assert_secure(f, GET_VERSION, "6982");
}

static void broken_protection_aborts_the_channel(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const broken[] = { "84040020", "84040020 07 00000000000000" };

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		se_select(f);
		se_open_channel(f, 0x33);
		assert_apdu(f, broken[i], "6982");
		assert_secure(f, GET_VERSION, "6982");
	}
}

/* A right MAC over data that does not decrypt: wrong length, wrong padding. */
static void encrypted_data_must_decrypt(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		uint8_t command[64], data[16] = { 0x5a }, answer[64];
		struct wbuf w = wbuf_to(command, sizeof(command));
		struct apdu apdu = { .cla = 0x80, .ins = 0x04, .p2 = 0x49 };

		se_select(f);
		se_open_channel(f, 0x33);
		apdu.data = rbuf_from(data, i == 0 ? 15 : 16);
		f->host.level = 0x01;
		assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
		f->host.level = 0x33;
		assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x69\x82", 2);
		assert_secure(f, GET_VERSION, "6982");
	}
}

static void encrypt(const struct scp03_host *host, uint8_t *bytes, size_t len)
{
	uint8_t iv[16] = { 0 };
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int n;

	iv[15] = (uint8_t)(host->counter + 1);
	assert_non_null(ctx);
	assert_int_equal(EVP_EncryptInit_ex2(ctx, EVP_aes_128_ecb(), host->s_enc, NULL, NULL), 1);
	assert_int_equal(EVP_EncryptUpdate(ctx, iv, &n, iv, sizeof(iv)), 1);
	assert_int_equal(EVP_EncryptInit_ex2(ctx, EVP_aes_128_cbc(), host->s_enc, iv, NULL), 1);
	assert_int_equal(EVP_EncryptUpdate(ctx, bytes, &n, bytes, (int)len), 1);
	assert_int_equal(n, (int)len);
	EVP_CIPHER_CTX_free(ctx);
}

/* Amendment D 4.1.4: 80 and zeros up to the end of the block, no further. */
static void padding_ends_with_its_block(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t len = 16; len <= 32; len += 16) {
		uint8_t command[64], data[32] = { 0x41, 0x02, 0x00, 0x04, 0x80 }, answer[64];
		struct wbuf w = wbuf_to(command, sizeof(command));
		struct apdu apdu = { .cla = 0x80, .ins = 0x04, .p2 = 0x49 };
		size_t got;

		se_select(f);
		se_open_channel(f, 0x33);
		encrypt(&f->host, data, len);
		apdu.data = rbuf_from(data, len);
		f->host.level = 0x01;
		assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
		f->host.level = 0x33;
		got = se_apdu(f, command, w.len, answer, sizeof(answer));
		assert_true(got >= 2);
		assert_memory_equal(answer + got - 2, len == 16 ? "\x90\x00" : "\x69\x82", 2);
	}
}

static void a_command_is_not_taken_twice(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t command[64], answer[64];
	struct wbuf w = wbuf_to(command, sizeof(command));
	struct apdu apdu = { .cla = 0x80, .ins = 0x04, .p2 = 0x20 };

	se_select(f);
	se_open_channel(f, 0x33);
	scp03_host_wrap(&f->host, &apdu, &w);
	assert_int_not_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 2);
	assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x82", 2);
}

static void external_authenticate_wants_initialize_update_just_before(void **state)
{
	struct se050_fixture *f = *state;
	const struct se050_key_set *set = &f->chip->nv.key_sets[0];
	uint8_t command[64], answer[64];
	struct wbuf w = wbuf_to(command, sizeof(command));

	se_select(f);
	assert_apdu(f, "8482330010 00112233445566770011223344556677", "6985");
	se_initialize_update(f, 0x0b, set->key[0], set->key[1]);
	assert_apdu(f, GET_VERSION, VERSION_C);
	scp03_host_authenticate(&f->host, 0x33, &w);
	assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x85", 2);
}

static void a_wrong_cryptogram_and_a_wrong_mac_of_the_opening(void **state)
{
	struct se050_fixture *f = *state;
	const struct se050_key_set *set = &f->chip->nv.key_sets[0];
	uint8_t command[64], answer[64];

	se_select(f);
	for (int what = 0; what < 2; what++) {
		struct wbuf w = wbuf_to(command, sizeof(command));

		se_initialize_update(f, 0x0b, set->key[0], set->key[1]);
		f->host.cryptogram[0] ^= what == 0;
		scp03_host_authenticate(&f->host, 0x33, &w);
		command[w.len - 1] ^= what == 1;
		assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 2);
		assert_memory_equal(answer, what == 0 ? "\x63\x00" : "\x69\x82", 2);
		assert_apdu(f, GET_VERSION, VERSION_C);
	}
	assert_int_equal(f->chip->nv.velocity, SE050_VELOCITY - 2);
	se_open_channel(f, 0x33);
	assert_int_equal(f->chip->nv.velocity, SE050_VELOCITY);
}

static void sixty_failures_block_the_platform_for_good(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	for (int i = 0; i < SE050_VELOCITY; i++) {
		assert_apdu(f, "80500b0008 1122334455667788",
			"XXXXXXXXXXXXXXXXXXXX 0b0300 XXXXXXXXXXXXXXXX"
			"XXXXXXXXXXXXXXXX 9000");
		assert_apdu(f, "8482330010 00112233445566770011223344556677", "6982");
	}
	assert_apdu(f, "80500b0008 1122334455667788", "6983");
	bus_power(&f->board->bus, &f->board->bus.seats[0], false);
	bus_power(&f->board->bus, &f->board->bus.seats[0], true);
	assert_apdu(f, "80500b0008 1122334455667788", "6983");
	/* Without the platform channel the applet goes on. */
	f->number = 1;
	se_select(f);
	assert_apdu(f, GET_VERSION, VERSION_C);
}

static void an_unknown_key_version_is_refused_before_7_2(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8050770008 1122334455667788", "6a88");
	assert_apdu(f, "80500b0108 1122334455667788", "6a86");
	assert_apdu(f, "80500b0007 11223344556677", "6700");
	assert_apdu(f, "8050000008 1122334455667788",
		"XXXXXXXXXXXXXXXXXXXX 0b0300 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
}

/* se050-evidence.md 2.3: the channel ends at once, before the new opening succeeds. */
static void initialize_update_ends_the_channel_though_it_is_refused(void **state)
{
	static const char *const refused[][2] = {
		{ "8050770008 1122334455667788", "6a88" },
		{ "80500b0108 1122334455667788", "6a86" },
		{ "80500b0007 11223344556677", "6700" },
	};
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		se_select(f);
		se_open_channel(f, 0x33);
		assert_apdu(f, refused[i][0], refused[i][1]);
		assert_secure(f, GET_VERSION, "6985");
		assert_apdu(f, GET_VERSION, VERSION_C);
	}
}

static void an_unknown_key_version_is_answered_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8050770008 1122334455667788",
		"XXXXXXXXXXXXXXXXXXXX 770300 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
	assert_apdu(f, "8482330010 00112233445566770011223344556677", "6982");
}

static void selection_inside_a_channel_ends_it_and_answers_in_plain(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t command[64], answer[64];
	struct wbuf w = wbuf_to(command, sizeof(command));
	struct apdu apdu;
	uint8_t bytes[64];

	se_select(f);
	se_open_channel(f, 0x33);
	se_select(f);
	assert_apdu(f, GET_VERSION, VERSION_C);
	se_open_channel(f, 0x33);
	apdu_parse(rbuf_from(bytes, se_hex(SELECT_IOT, bytes, sizeof(bytes))), &apdu);
	scp03_host_wrap(&f->host, &apdu, &w);
	assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), 9);
	assert_apdu(f, GET_VERSION, VERSION_C);
	assert_apdu(f, "84040020 08 0000000000000000", "6985");
}

static void a_name_not_found_keeps_the_channel(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	se_open_channel(f, 0x33);
	assert_apdu(f, "00a4040010 a0000003965453000000010330000000", "6a82");
	assert_secure(f, GET_VERSION, VERSION_C);
}

static void resync_in_a_chain_keeps_the_channel(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, VERSION_C);
	se_send(f, f->number ? "5a 60 02 8404" : "5a 20 02 8404");
	se_send(f, "5a c0 00");
	assert_block(f, "a5 e0 00");
	f->number = 0;
	assert_secure(f, GET_VERSION, VERSION_C);
	se_send(f, "5a c5 00");
	assert_block(f, "a5 e5 00");
	f->number = 0;
	assert_secure(f, GET_VERSION, VERSION_C);
	se_send(f, "5a cf 00");
	f->number = 0;
	assert_apdu(f, GET_VERSION, "6d00");
}

/* Seen on a part: 224 bytes work, 240 do not, in a short command. */
static void a_short_command_under_level_33_gets_no_more_than_a_short_answer_holds(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t bytes[2000], secured[2000], got[2000], plain[2000];
	struct wbuf w = wbuf_to(secured, sizeof(secured)), out = wbuf_to(plain, sizeof(plain));
	struct apdu apdu;
	uint16_t status;
	size_t len;

	se_select(f);
	se_open_channel(f, 0x33);
	assert_secure(f, "8004004904 410200f0", "6985");
	assert_secure(f, "8004004904 41020100", "6985");
	apdu_parse(rbuf_from(bytes, se_hex("8004004904 410200e0", bytes, sizeof(bytes))), &apdu);
	scp03_host_wrap(&f->host, &apdu, &w);
	len = se_apdu(f, secured, w.len, got, sizeof(got));
	assert_int_equal(scp03_host_unwrap(&f->host, rbuf_from(got, len), &out, &status), 0);
	assert_int_equal(out.len, 4 + 224);
	assert_memory_equal(plain, "\x41\x82\x00\xe0", 4);
}

/* PUT KEY of three keys under this DEK; kcv: the check values are right. */
static void put_key_under(const struct se050_fixture *f, const uint8_t dek[16], uint8_t version, uint8_t fill,
	bool kcv, char *hex)
{
	char *at = hex + sprintf(hex, "80d80b8146 %02x", version);

	for (unsigned int i = 0; i < 3; i++) {
		uint8_t key[16], ones[16], iv[16] = { 0 }, wrapped[16], check[16];

		memset(key, (int)(fill + i), sizeof(key));
		memset(ones, 1, sizeof(ones));
		crypto_aes_cbc_encrypt(f->board->crypto, dek, 16, iv, key, wrapped, 16);
		crypto_aes_encrypt(f->board->crypto, key, 16, ones, check);
		at += sprintf(at, " 881110");
		for (size_t k = 0; k < 16; k++)
			at += sprintf(at, "%02x", wrapped[k]);
		at += sprintf(at, "03%02x%02x%02x", check[0] ^ !kcv, check[1], check[2]);
	}
}

/* Under the DEK of the part. */
static void put_key_data(const struct se050_fixture *f, uint8_t version, uint8_t fill, bool kcv, char *hex)
{
	put_key_under(f, f->chip->nv.key_sets[0].key[2], version, fill, kcv, hex);
}

static void put_key_changes_all_three_for_the_next_opening(void **state)
{
	struct se050_fixture *f = *state;
	char hex[400];
	uint8_t old[16], dek[16];

	assert_apdu(f, SELECT_SUPPLEMENTARY, "6f13 840b d276000085304a434f9003 a504 9f6501ff 9000");
	memcpy(old, f->chip->nv.key_sets[0].key[0], 16);
	memcpy(dek, f->chip->nv.key_sets[0].key[2], 16);
	se_open_channel(f, 0x33);
	put_key_data(f, 0x0b, 0x40, true, hex);
	assert_secure(f, hex, "0b XXXXXX XXXXXX XXXXXX 9000");
	assert_memory_not_equal(f->chip->nv.key_sets[0].key[0], old, 16);
	/* This channel goes on, and its DEK with it (nano-package's rotation). */
	put_key_data(f, 0x0b, 0x50, true, hex);
	assert_secure(f, hex, "9485");
	put_key_under(f, dek, 0x0b, 0x50, true, hex);
	assert_secure(f, hex, "0b XXXXXX XXXXXX XXXXXX 9000");
	se_select(f);
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, VERSION_C);
	memset(old, 0x50, 16);
	assert_memory_equal(f->chip->nv.key_sets[0].key[0], old, 16);
}

static void put_key_refuses_what_is_wrong_and_keeps_the_keys(void **state)
{
	struct se050_fixture *f = *state;
	struct se050_key_set before = f->chip->nv.key_sets[0];
	char hex[400];

	assert_apdu(f, "80d80b8101 0b", "6982");
	se_select(f);
	assert_apdu(f, "80d80b8101 0b", "6982");
	se_open_channel(f, 0x33);
	put_key_data(f, 0x0b, 0x40, false, hex);
	assert_secure(f, hex, "9485");
	assert_secure(f, "80d80b8101 0b", "6a80");
	assert_secure(f, "80d80b8101 0b", "6a80");
	assert_secure(f, "80d8778101 0b", "6a88");
	assert_secure(f, "80d80b0101 0b", "6a86");
	assert_secure(f, "80d80b8105 0b 80 11 10 00", "6a80");
	put_key_data(f, 0x00, 0x40, true, hex);
	assert_secure(f, hex, "6a80");
	assert_memory_equal(&f->chip->nv.key_sets[0], &before, sizeof(before));
}

static void put_key_can_rename_a_set_and_add_others(void **state)
{
	struct se050_fixture *f = *state;
	char hex[400];

	se_select(f);
	se_open_channel(f, 0x33);
	put_key_data(f, 0x0c, 0x40, true, hex);
	hex[5] = '0';
	for (int i = 0; i < SE050_KEY_SETS - 1; i++) {
		hex[12] = (char)('c' + i);
		assert_secure(f, hex, "0X XXXXXX XXXXXX XXXXXX 9000");
	}
	hex[11] = '1';
	assert_secure(f, hex, "6a84");
	assert_int_equal(f->chip->nv.key_sets[1].version, 0x0c);
	put_key_data(f, 0x22, 0x60, true, hex);
	assert_secure(f, hex, "22 XXXXXX XXXXXX XXXXXX 9000");
	assert_int_equal(f->chip->nv.key_sets[0].version, 0x22);
}

static void new_keys_survive_the_state_file(void **state)
{
	struct se050_fixture *f;
	char path[] = "/tmp/sesim-XXXXXX", part[64], hex[400];
	uint8_t expected[16];

	(void)state;
	assert_non_null(mkdtemp(path));
	snprintf(part, sizeof(part), "se050c,state=%s/c.nvm", path);
	f = se_new(part);
	se_select(f);
	se_open_channel(f, 0x33);
	put_key_data(f, 0x0b, 0x40, true, hex);
	assert_secure(f, hex, "0b XXXXXX XXXXXX XXXXXX 9000");
	se_free(f);
	f = se_new(part);
	memset(expected, 0x41, sizeof(expected));
	assert_memory_equal(f->chip->nv.key_sets[0].key[1], expected, 16);
	se_select(f);
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, VERSION_C);
	se_free(f);
	snprintf(part, sizeof(part), "%s/c.nvm", path);
	unlink(part);
	rmdir(path);
}

/* The keys published for each ordering option, and others by scp03=. */
static void the_keys_are_those_of_the_ordering_option(void **state)
{
	struct se050_fixture *f;
	uint8_t expected[16];

	(void)state;
	f = se_new("se050c,oef=A201");
	se_hex("bd1de20a81eab2bf3b709a9d69a31254", expected, 16);
	assert_memory_equal(f->chip->nv.key_sets[0].key[0], expected, 16);
	assert_apdu(f, "80ca00fe02df28",
		"fe45df2842 010c0004a201XXXXXXXXXXXXXXXX 0208XXXXXXXXXXXXXXXX 0318XXXXXXXXXXXXXXXXXXXXXXXX"
		"XXXXXXXXXXXXXXXXXXXXXXXX 0501XX 0701XX 0808XXXXXXXXXXXXXXXX 9000");
	se_free(f);
	f = se_new("se050c,scp03=000102030405060708090a0b0c0d0e0f:101112131415161718191a1b1c1d1e1f:"
		   "202122232425262728292a2b2c2d2e2f");
	se_hex("101112131415161718191a1b1c1d1e1f", expected, 16);
	assert_memory_equal(f->chip->nv.key_sets[0].key[1], expected, 16);
	se_select(f);
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, VERSION_C);
	se_free(f);
}

/* AN12436 1 (the kit), NXP's names for key sets (E, F and later), silicon (F). */
static void configuration_ids(void **state)
{
	static const struct {
		const char *part, *id;
	} parts[] = {
		{ "se050-dev", "0004a1f4" },
		{ "se050e", "0001a921" },
		{ "se050f", "0001a92a" },
		{ "se051a", "0001a920" },
		{ "se051c", "0005a8fa" },
		{ "a5000", "0004a736" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct se050_fixture *f = se_new(parts[i].part);
		char answer[200];

		snprintf(answer, sizeof(answer),
			"fe45df2842 010c%sXXXXXXXXXXXXXXXX 0208XXXXXXXXXXXXXXXX 0318XXXXXXXXXXXXXXXXXXXXXXXX"
			"XXXXXXXXXXXXXXXXXXXXXXXX 0501XX 0701XX 0808XXXXXXXXXXXXXXXX 9000",
			parts[i].id);
		assert_apdu(f, "80ca00fe02df28", answer);
		se_free(f);
	}
}

static void a_part_that_wants_the_platform_channel_does_nothing_without(void **state)
{
	struct se050_fixture *f = se_new("se050f");
	static const uint8_t too_low[] = { 0x00, 0x01, 0x03, 0x11, 0x13 };

	(void)state;
	se_select(f);
	assert_apdu(f, GET_VERSION, "6982");
	for (size_t i = 0; i < sizeof(too_low); i++) {
		se_open_channel(f, too_low[i]);
		assert_secure(f, GET_VERSION, "6982");
	}
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, "41 82 0007 03060061d2010b 9000");
	se_free(f);
}

/* Its answer is in the applet's: data, status. */
static void the_card_manager_is_reached_through_the_applet_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;
	static const char identify[] = "800400550a 4108 80ca00fe02df2800";
	static const char answer[] = "41 820049 fe45df2842 010cXXXXXXXXXXXXXXXXXXXXXXXX 0208XXXXXXXXXXXXXXXX"
				     "0318XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 0501XX 0701XX"
				     "0808XXXXXXXXXXXXXXXX 9000 9000";

	assert_apdu(f, identify, "6d00");
	se_select(f);
	assert_apdu(f, identify, answer);
	assert_apdu(f, "80040055074105 80ca9f7f00",
		"41 82002f 9f7f2a 4790d3214700 0000000091690003 23953673 0000000000000000 0142 0a30 30333233"
		"0000 0000 00000000 9000 9000");
	/* The card refuses; the applet does not. */
	assert_apdu(f, "80040055074105 80ca00ff00", "41820002 6a88 9000");
	assert_apdu(f, "80040055074105 00a4040000", "41820002 6d00 9000");
	assert_apdu(f, "800400550f 410d 8050000008 1122334455667788", "41820002 6d00 9000");
	assert_apdu(f, "80040055074105 a0ca9f7f00", "41820002 6e00 9000");
	assert_apdu(f, "80040055074105 84ca9f7f00", "41820002 6e00 9000");
	assert_apdu(f, "80040055084106 80ca9f7f0500", "41820002 6700 9000");
	assert_apdu(f, "800400550541 0380ca9f", "6a80");
	assert_apdu(f, "80040055", "6a80");
	/* The applet is selected still, and under the channel it is the same. */
	se_open_channel(f, 0x33);
	assert_secure(f, identify, answer);
	assert_secure(f, GET_VERSION, VERSION_E);
}

static void a_fips_part_tests_itself_when_asked(void **state)
{
	struct se050_fixture *f = se_new("se050f");

	assert_apdu(f, "80ca00fe04df4b012000", "fe04df4b0120 9000");
	assert_apdu(f, "80ca00fe04df4b012100", "6a88");
	assert_apdu(f, "80ca00fe02df4b00", "6a88");
	se_free(f);
	assert_apdu(*state, "80ca00fe04df4b012000", "6a88");
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up_c, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_C(after_power_on_the_issuers_domain_is_selected),
		ON_C(the_applet_answers_its_version_bare),
		ON_C(security_domains_are_selected_by_name_or_by_none),
		ON_C(a_name_that_is_not_there_changes_nothing),
		ON_C(classes_and_instructions_that_are_not_there),
		ON_C(data_objects_that_are_not_there),
		ON_E(the_card_manager_is_reached_through_the_applet_from_7_2_on),
		ON_C(a_fips_part_tests_itself_when_asked),
		ON_E(the_opening_seen_on_a_part),
		ON_C(a_channel_of_every_level),
		ON_C(other_levels_are_refused),
		ON_C(the_counter_follows_the_applets_rule),
		ON_E(the_counter_follows_the_applets_rule),
		ON_C(a_wrong_mac_aborts_the_channel_until_a_new_beginning),
		ON_C(a_plain_command_in_a_channel_aborts_it),
		ON_C(broken_protection_aborts_the_channel),
		ON_C(encrypted_data_must_decrypt),
		ON_C(padding_ends_with_its_block),
		ON_C(a_command_is_not_taken_twice),
		ON_C(external_authenticate_wants_initialize_update_just_before),
		ON_C(a_wrong_cryptogram_and_a_wrong_mac_of_the_opening),
		ON_C(sixty_failures_block_the_platform_for_good),
		ON_C(an_unknown_key_version_is_refused_before_7_2),
		ON_C(initialize_update_ends_the_channel_though_it_is_refused),
		ON_E(an_unknown_key_version_is_answered_from_7_2_on),
		ON_C(selection_inside_a_channel_ends_it_and_answers_in_plain),
		ON_C(a_name_not_found_keeps_the_channel),
		ON_C(resync_in_a_chain_keeps_the_channel),
		ON_E(a_short_command_under_level_33_gets_no_more_than_a_short_answer_holds),
		ON_C(put_key_changes_all_three_for_the_next_opening),
		ON_C(put_key_refuses_what_is_wrong_and_keeps_the_keys),
		ON_C(put_key_can_rename_a_set_and_add_others),
		cmocka_unit_test(new_keys_survive_the_state_file),
		cmocka_unit_test(the_keys_are_those_of_the_ordering_option),
		cmocka_unit_test(configuration_ids),
		cmocka_unit_test(a_part_that_wants_the_platform_channel_does_nothing_without),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

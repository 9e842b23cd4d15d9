/* tests/unit/test_se050_rsa_use.c: what RSA keys do: sign, verify, encrypt, decrypt, attest (AN12413 4.11, 3.2.7.2). */
#include "cmocka_all.h"

#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "rsa_fixture.h"
#include "tlv.h"

enum {
	KEY = 0x10000001,
	PUBLIC = 0x10000002,
	SIGN = 0x09,
	VERIFY = 0x0a,
	ENCRYPT = 0x37,
	DECRYPT = 0x38,
};

static const struct {
	uint8_t algorithm;
	const char *digest;
	int salt;  /* -1: PKCS#1 v1.5 */
	int bytes; /* of the least modulus */
} signatures[] = {
	{ 0x15, "SHA1", 20, 64 },
	{ 0x2b, "SHA224", 28, 64 },
	{ 0x2c, "SHA256", 32, 66 },
	{ 0x2d, "SHA384", 48, 98 },
	{ 0x2e, "SHA512", 64, 130 },
	{ 0x0a, "SHA1", -1, 46 },
	{ 0x27, "SHA224", -1, 58 },
	{ 0x28, "SHA256", -1, 62 },
	{ 0x29, "SHA384", -1, 78 },
	{ 0x2a, "SHA512", -1, 94 },
};
enum { SIGNATURES = sizeof(signatures) / sizeof(signatures[0]) };

static const char message[] = "the message itself, hashed by the part";

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050c");
}

static int set_up_51(void **state)
{
	return set_up_part(state, "se051c");
}

static int set_up_f(void **state)
{
	return set_up_part(state, "se050f");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static struct rsa_command signing(uint32_t id, uint8_t algorithm)
{
	struct rsa_command command = rsa_command(0x03, 0x0c, SIGN, id);

	rsa_add_number(&command, 0x42, algorithm, 1);
	rsa_add(&command, 0x43, message, sizeof(message));
	return command;
}

static struct rsa_command verifying(uint32_t id, uint8_t algorithm, const uint8_t *signature, size_t len)
{
	struct rsa_command command = rsa_command(0x03, 0x0c, VERIFY, id);

	rsa_add_number(&command, 0x42, algorithm, 1);
	rsa_add(&command, 0x43, message, sizeof(message));
	rsa_add(&command, 0x45, signature, len);
	return command;
}

static struct rsa_command ciphering(uint8_t p2, uint32_t id, uint8_t algorithm, const void *data, size_t len)
{
	struct rsa_command command = rsa_command(0x03, 0x02, p2, id);

	rsa_add_number(&command, 0x42, algorithm, 1);
	rsa_add(&command, 0x43, data, len);
	return command;
}

static void assert_verdict(struct se050_fixture *f, struct rsa_command *command, const char *verdict)
{
	assert_int_equal(rsa_run(f, command), 0x9000);
	assert_int_equal(command->answer_len, 3);
	assert_memory_equal(command->answer, verdict, 3);
}

static void sign_and_verify(struct se050_fixture *f, const struct host_rsa *key, size_t i)
{
	struct rsa_command command = signing(KEY, signatures[i].algorithm);
	uint8_t signature[512];
	struct rbuf answer;

	if ((int)key->bytes < signatures[i].bytes) {
		assert_int_equal(rsa_run(f, &command), 0x6985);
		command = verifying(PUBLIC, signatures[i].algorithm, key->n, key->bytes);
		assert_int_equal(rsa_run(f, &command), 0x6985);
		return;
	}
	assert_int_equal(rsa_run(f, &command), 0x9000);
	answer = rsa_answer(&command);
	assert_int_equal(rbuf_left(&answer), key->bytes);
	assert_true(host_rsa_verifies(
		key, signatures[i].digest, signatures[i].salt, message, sizeof(message), answer.at));
	host_rsa_sign(key, signatures[i].digest, signatures[i].salt, message, sizeof(message), signature);
	command = verifying(PUBLIC, signatures[i].algorithm, signature, key->bytes);
	assert_verdict(f, &command, "\x41\x01\x01");
	signature[key->bytes / 2] ^= 1;
	command = verifying(PUBLIC, signatures[i].algorithm, signature, key->bytes);
	assert_verdict(f, &command, "\x41\x01\x02");
}

static void every_size_signs_and_verifies_with_every_algorithm(void **state)
{
	static const size_t sizes[] = { 64, 128, 144, 256, 384, 512 };
	struct se050_fixture *f = *state;

	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		struct host_rsa key;

		host_rsa_pool(&key, sizes[s], 0);
		for (enum rsa_form form = 0; form < FORM_PUBLIC; form++) {
			struct rsa_command command;

			if (sizes[s] > 256 && form != FORM_PAIR_CRT)
				continue;
			rsa_write_key(f, &key, form, KEY, 0);
			rsa_write_key(f, &key, FORM_PUBLIC, PUBLIC, 0);
			for (size_t i = 0; i < SIGNATURES; i++)
				sign_and_verify(f, &key, i);
			command = rsa_command(0x04, 0, 0x28, KEY);
			assert_int_equal(rsa_run(f, &command), 0x9000);
			command = rsa_command(0x04, 0, 0x28, PUBLIC);
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
		host_rsa_free(&key);
	}
}

/* A pair verifies its own; an empty message, left out or there; a signature that is no number of this modulus. */
static void signatures_at_the_edges(void **state)
{
	struct se050_fixture *f = *state;
	struct rsa_command command;
	struct host_rsa key;
	struct rbuf first, second;

	host_rsa_pool(&key, 128, 0);
	rsa_write_key(f, &key, FORM_PAIR_CRT, KEY, 0);
	command = rsa_command(0x03, 0x0c, SIGN, KEY);
	rsa_add_number(&command, 0x42, 0x28, 1);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	first = rsa_answer(&command);
	assert_true(host_rsa_verifies(&key, "SHA256", -1, "", 0, first.at));
	command = verifying(KEY, 0x28, key.n, key.bytes);
	assert_verdict(f, &command, "\x41\x01\x02");
	/* RSAVerify.short, and one too long. */
	command = verifying(KEY, 0x28, key.n, key.bytes - 1);
	assert_int_equal(rsa_run(f, &command), 0x6985);
	command = verifying(KEY, 0x28, key.n, key.bytes + 1);
	assert_int_equal(rsa_run(f, &command), 0x6985);
	/* PSS has a salt of chance: the same never comes twice. */
	command = signing(KEY, 0x2c);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	first = rsa_answer(&command);
	{
		struct rsa_command again = signing(KEY, 0x2c);

		assert_int_equal(rsa_run(f, &again), 0x9000);
		second = rsa_answer(&again);
		assert_memory_not_equal(first.at, second.at, key.bytes);
	}
	host_rsa_free(&key);
}

static void data_is_encrypted_and_decrypted_in_every_padding(void **state)
{
	static const struct {
		uint8_t algorithm;
		int padding;
		size_t less; /* than the modulus a message is at least */
	} paddings[] = { { 0x0c, RSA_NO_PADDING, 0 }, { 0x0a, RSA_PKCS1_PADDING, 11 },
		{ 0x0f, RSA_PKCS1_OAEP_PADDING, 42 } };
	static const size_t sizes[] = { 64, 256, 512 };
	struct se050_fixture *f = *state;

	for (size_t s = 0; s < 3; s++) {
		struct host_rsa key;

		host_rsa_pool(&key, sizes[s], 1);
		rsa_write_key(f, &key, FORM_PAIR_CRT, KEY + 2 * (uint32_t)s, 0);
		for (size_t p = 0; p < 3; p++) {
			const uint32_t id = KEY + 2 * (uint32_t)s;
			size_t most = key.bytes - paddings[p].less;
			uint8_t text[513] = { 0, 1, 2, 3 }, out[512];
			struct rsa_command command =
				ciphering(ENCRYPT, id, paddings[p].algorithm, text, most);
			struct rbuf answer;

			assert_int_equal(rsa_run(f, &command), 0x9000);
			answer = rsa_answer(&command);
			assert_int_equal(rbuf_left(&answer), key.bytes);
			assert_int_equal(host_rsa_decrypt(&key, paddings[p].padding, answer.at, out), most);
			assert_memory_equal(out, text, most);
			host_rsa_encrypt(&key, paddings[p].padding, text, most, out);
			command = ciphering(DECRYPT, id, paddings[p].algorithm, out, key.bytes);
			assert_int_equal(rsa_run(f, &command), 0x9000);
			answer = rsa_answer(&command);
			assert_int_equal(rbuf_left(&answer), most);
			assert_memory_equal(answer.at, text, most);
			/* RSAEncrypt.pkcs1.long, .oaep.long, .nopad.short; RSADecrypt.short. */
			if (most < 512) {
				command = ciphering(ENCRYPT, id, paddings[p].algorithm, text, most + 1);
				assert_int_equal(rsa_run(f, &command), 0x6985);
			}
			if (paddings[p].less == 0) {
				command = ciphering(ENCRYPT, id, paddings[p].algorithm, text, most - 1);
				assert_int_equal(rsa_run(f, &command), 0x6985);
			}
			command = ciphering(DECRYPT, id, paddings[p].algorithm, out, key.bytes - 1);
			assert_int_equal(rsa_run(f, &command), key.bytes == 64 ? 0x6a80 : 0x6985);
			/* RSADecrypt.big; and RSAEncrypt of a number as big. */
			command = ciphering(DECRYPT, id, paddings[p].algorithm, key.n, key.bytes);
			assert_int_equal(rsa_run(f, &command), 0x6985);
			if (paddings[p].less == 0) {
				command = ciphering(ENCRYPT, id, 0x0c, key.n, key.bytes);
				assert_int_equal(rsa_run(f, &command), 0x6985);
				continue;
			}
			/* RSADecrypt.pad; an empty message. */
			memset(out, 0, sizeof(out));
			out[key.bytes - 1] = 2;
			command = ciphering(DECRYPT, id, paddings[p].algorithm, out, key.bytes);
			assert_int_equal(rsa_run(f, &command), 0x6985);
			host_rsa_encrypt(&key, paddings[p].padding, text, 0, out);
			command = ciphering(DECRYPT, id, paddings[p].algorithm, out, key.bytes);
			assert_int_equal(rsa_run(f, &command), 0x9000);
			assert_memory_equal(command.answer, "\x41\x82\x00\x00", 4);
		}
		host_rsa_free(&key);
	}
}

/* PKCS#1 signatures over a digest, as NXP's host makes them: padded by itself, RSADecrypt without padding. */
static void a_host_pads_by_itself(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t padded[256];
	struct rsa_command command;
	struct host_rsa key;
	uint8_t signature[256];

	host_rsa_pool(&key, 256, 2);
	rsa_write_key(f, &key, FORM_PAIR_CRT, KEY, 0);
	host_rsa_sign(&key, "SHA256", -1, message, sizeof(message), signature);
	command = ciphering(ENCRYPT, KEY, 0x0c, signature, sizeof(signature));
	assert_int_equal(rsa_run(f, &command), 0x9000);
	memcpy(padded, rsa_answer(&command).at, sizeof(padded));
	assert_memory_equal(padded, "\0\1\xff\xff", 4);
	command = ciphering(DECRYPT, KEY, 0x0c, padded, sizeof(padded));
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_memory_equal(rsa_answer(&command).at, signature, sizeof(signature));
	host_rsa_free(&key);
}

/* vectors/refusals.tsv: RSASign, RSAVerify, RSAEncrypt, RSADecrypt. */
static void keys_and_algorithms_that_do_not_go_together(void **state)
{
	static const uint8_t others[] = { 0x21, 0xff, 0x0c, 0x0f, 0xa3 };
	struct se050_fixture *f = *state;
	uint8_t bytes[128] = { 0, 1 };
	struct rsa_command command;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	rsa_write_key(f, &key, FORM_PRIVATE, KEY, 0);
	rsa_write_key(f, &key, FORM_PUBLIC, PUBLIC, 0);
	for (size_t i = 0; i < sizeof(others); i++) {
		command = signing(KEY, others[i]);
		assert_int_equal(rsa_run(f, &command), 0x6985);
		command = verifying(PUBLIC, others[i], bytes, sizeof(bytes));
		assert_int_equal(rsa_run(f, &command), 0x6985);
	}
	command = ciphering(ENCRYPT, PUBLIC, 0x28, bytes, sizeof(bytes));
	assert_int_equal(rsa_run(f, &command), 0x6985);
	command = ciphering(DECRYPT, KEY, 0x28, bytes, sizeof(bytes));
	assert_int_equal(rsa_run(f, &command), 0x6985);
	/* The half that a key has not; other classes; none at all. */
	command = signing(PUBLIC, 0x28);
	assert_int_equal(rsa_run(f, &command), 0x6985);
	command = verifying(KEY, 0x28, bytes, sizeof(bytes));
	assert_int_equal(rsa_run(f, &command), 0x6985);
	command = ciphering(ENCRYPT, KEY, 0x0c, bytes, sizeof(bytes));
	assert_int_equal(rsa_run(f, &command), 0x6985);
	command = ciphering(DECRYPT, PUBLIC, 0x0c, bytes, sizeof(bytes));
	assert_int_equal(rsa_run(f, &command), 0x6985);
	for (uint32_t id = 0xf0000000; id <= 0xf0000099; id += 0x99) {
		command = ciphering(ENCRYPT, id, 0x0c, bytes, sizeof(bytes));
		assert_int_equal(rsa_run(f, &command), 0x6985);
		command = ciphering(DECRYPT, id, 0x0c, bytes, sizeof(bytes));
		assert_int_equal(rsa_run(f, &command), 0x6985);
	}
	/* Parameters. */
	assert_apdu(f, "80030237", "6a80");
	assert_apdu(f, "8003023706 410410000002", "6a80");
	assert_apdu(f, "8003023803 42010c", "6a80");
	assert_apdu(f, "800302380b 410410000001 42010c 4300", "6a80");
	assert_apdu(f, "8003023709 410410000002 42010c", "6985");
	assert_apdu(f, "8003023709 410410000002 42010a",
		"41820080"
		"XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
		"XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
		"XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
		"XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
	host_rsa_free(&key);
}

/* denied.*: every right but the one that is wanted. */
static void every_use_has_its_right(void **state)
{
	static const uint8_t lacks[] = { 0x0f, 0x17, 0x1d, 0x1e };
	struct se050_fixture *f = *state;
	uint8_t bytes[128] = { 0, 1 };
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	for (uint32_t i = 0; i < 4; i++) {
		struct rsa_command uses[4] = { signing(KEY + i, 0x28),
			verifying(KEY + i, 0x28, bytes, sizeof(bytes)),
			ciphering(ENCRYPT, KEY + i, 0x0c, bytes, sizeof(bytes)),
			ciphering(DECRYPT, KEY + i, 0x0c, bytes, sizeof(bytes)) };
		uint8_t policy[9] = { 8, 0, 0, 0, 0, lacks[i], 0xfc };

		for (size_t part = 0; part < 3; part++) {
			struct rsa_command command = rsa_write_part(&key, FORM_PAIR, KEY + i, part);

			if (part == 0)
				rsa_add(&command, 0x11, policy, sizeof(policy));
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
		for (uint32_t use = 0; use < 4; use++)
			assert_int_equal(rsa_run(f, &uses[use]), use == i ? 0x6986 : 0x9000);
	}
	host_rsa_free(&key);
}

/* From 7.2 on RSASign takes the length of the salt; before, the tag is ECDAA's. */
static void a_salt_of_any_length_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;
	struct rsa_command command;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	rsa_write_key(f, &key, FORM_PAIR_CRT, KEY, 0);
	for (uint16_t salt = 0; salt <= 95; salt += 19) {
		command = signing(KEY, 0x2c);
		rsa_add_number(&command, 0x44, salt, 2);
		if (f->chip->nv.identity.version[0] < 7) {
			assert_int_equal(rsa_run(f, &command), 0x6a80);
			continue;
		}
		/* 94 is what 1024 bits have room for. */
		assert_int_equal(rsa_run(f, &command), salt == 95 ? 0x6985 : 0x9000);
		if (salt < 95)
			assert_true(host_rsa_verifies(
				&key, "SHA256", salt, message, sizeof(message), rsa_answer(&command).at));
	}
	command = signing(KEY, 0x28);
	rsa_add_number(&command, 0x44, 0, 2);
	assert_int_equal(rsa_run(f, &command), f->chip->nv.identity.version[0] < 7 ? 0x6a80 : 0x6985);
	command = signing(KEY, 0x2c);
	rsa_add_number(&command, 0x44, 0, 4);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	host_rsa_free(&key);
}

/* RSASign.sha1.fips; from 7.2 on a bit of the extended features says the same. */
static void parts_that_sign_no_sha1(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t signature[256];
	struct rsa_command command;
	struct host_rsa key;

	if (f->chip->nv.platform_scp)
		f->chip->nv.platform_scp = 0; /* another test's subject */
	else
		f->chip->nv.identity.extended_features[5] |= 0x40;
	host_rsa_pool(&key, 256, 0);
	rsa_write_key(f, &key, FORM_PAIR_CRT, KEY, 0);
	for (size_t i = 0; i < SIGNATURES; i++) {
		bool sha1 = strcmp(signatures[i].digest, "SHA1") == 0;

		command = signing(KEY, signatures[i].algorithm);
		assert_int_equal(rsa_run(f, &command), sha1 ? 0x6985 : 0x9000);
		host_rsa_sign(
			&key, signatures[i].digest, signatures[i].salt, message, sizeof(message), signature);
		command = verifying(KEY, signatures[i].algorithm, signature, key.bytes);
		assert_verdict(f, &command, "\x41\x01\x01");
	}
	host_rsa_free(&key);
}

static void read_public(struct se050_fixture *f, struct host_rsa *key, uint32_t id, size_t bytes)
{
	struct rsa_command command = rsa_command(0x02, 0, 0, id);

	rsa_add_number(&command, 0x44, 0, 1);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_int_equal(command.answer_len, bytes + 4);
	host_rsa_public(key, rsa_answer(&command).at, bytes, (const uint8_t *)"\1\0\1", 3);
}

/* AN12436 table 15: attestation and cloud keys; none like another; the same for the same part. */
static void keys_of_the_factory(void **state)
{
	static const struct {
		uint32_t id;
		size_t bytes;
	} keys[] = { { 0xf0000110, 256 }, { 0xf0000112, 256 }, { 0xf0000120, 512 }, { 0xf0000122, 512 },
		{ 0xf0000010, 256 } };
	struct se050_fixture *f = *state;
	struct host_rsa key[5];
	struct rsa_command command;

	for (size_t i = 0; i < 5; i++) {
		read_public(f, &key[i], keys[i].id, keys[i].bytes);
		for (size_t before = 0; before < i; before++)
			assert_memory_not_equal(key[before].n, key[i].n, 256);
		command = signing(keys[i].id, 0x28);
		assert_int_equal(rsa_run(f, &command), keys[i].id == 0xf0000010 ? 0x6986 : 0x9000);
		if (keys[i].id != 0xf0000010)
			assert_true(host_rsa_verifies(
				&key[i], "SHA256", -1, message, sizeof(message), rsa_answer(&command).at));
		assert_int_equal(object_look(f->chip, keys[i].id)->flags, 0);
		assert_int_equal(object_look(f->chip, keys[i].id)->origin, ORIGIN_PROVISIONED);
	}
	/* Cloud keys can be deleted, the attestation key cannot. */
	command = rsa_command(0x04, 0, 0x28, 0xf0000110);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	command = rsa_command(0x04, 0, 0x28, 0xf0000010);
	assert_int_equal(rsa_run(f, &command), 0x6986);
	for (size_t i = 0; i < 5; i++)
		host_rsa_free(&key[i]);
}

static void a_part_without_ec_has_connectivity_keys(void **state)
{
	struct se050_fixture *f = *state;
	struct host_rsa key;
	struct rsa_command command;

	for (uint32_t id = 0xf0000004; id <= 0xf0000006; id += 2) {
		read_public(f, &key, id, 256);
		command = signing(id, 0x2c);
		assert_int_equal(rsa_run(f, &command), 0x9000);
		assert_true(host_rsa_verifies(
			&key, "SHA256", 32, message, sizeof(message), rsa_answer(&command).at));
		command = rsa_command(0x01, 0x02, 0, id);
		assert_int_equal(rsa_run(f, &command), 0x6986);
		host_rsa_free(&key);
	}
}

/* AN12413 3.2.7.2: over the values of the answer, by F0000010. */
static void an_rsa_key_attests(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t signed_bytes[1100];
	struct wbuf w = wbuf_to(signed_bytes, sizeof(signed_bytes));
	struct rsa_command command = rsa_command(0x22, 0, 0, 0x7fff0206);
	struct rbuf r, signature = rbuf_from(NULL, 0);
	struct host_rsa key;
	struct tlv tlv;

	read_public(f, &key, 0xf0000010, 256);
	rsa_add_number(&command, 0x45, 0xf0000010, 4);
	rsa_add_number(&command, 0x46, 0x2c, 1);
	rsa_add(&command, 0x47, "0123456789abcdef", 16);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	for (r = rbuf_from(command.answer, command.answer_len); rbuf_left(&r) > 0;) {
		assert_true(tlv_next(&r, &tlv));
		if (tlv.tag == 0x46)
			signature = tlv.value;
		else
			wbuf_put(&w, tlv.value.at, rbuf_left(&tlv.value));
	}
	assert_int_equal(rbuf_left(&signature), 256);
	assert_true(host_rsa_verifies(&key, "SHA256", 32, signed_bytes, w.len, signature.at));
	/* attest.algo, attest.policy. */
	command = rsa_command(0x22, 0, 0, 0x7fff0206);
	rsa_add_number(&command, 0x45, 0xf0000010, 4);
	rsa_add_number(&command, 0x46, 0x21, 1);
	rsa_add(&command, 0x47, "0123456789abcdef", 16);
	assert_int_equal(rsa_run(f, &command), 0x6985);
	command = rsa_command(0x22, 0, 0, 0x7fff0206);
	rsa_add_number(&command, 0x45, 0xf0000110, 4);
	rsa_add_number(&command, 0x46, 0x28, 1);
	rsa_add(&command, 0x47, "0123456789abcdef", 16);
	assert_int_equal(rsa_run(f, &command), 0x6982);
	/* A modulus is attested as it is read. */
	command = rsa_command(0x22, 0, 0, 0xf0000110);
	rsa_add_number(&command, 0x44, 0, 1);
	rsa_add_number(&command, 0x45, 0xf0000010, 4);
	rsa_add_number(&command, 0x46, 0x28, 1);
	rsa_add(&command, 0x47, "0123456789abcdef", 16);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_memory_equal(command.answer, "\x41\x82\x01\x00", 4);
	host_rsa_free(&key);
}

/* AN12413 3.2.8: component by component, of a transient key only. */
static void components_leave_encrypted_and_come_back(void **state)
{
	struct se050_fixture *f = *state;
	static const uint8_t components[] = { 3, 4, 5, 6, 7, 1, 0 };
	struct rsa_command blob[7], command;
	struct host_rsa key;

	host_rsa_pool(&key, 256, 0);
	rsa_write_key(f, &key, FORM_PAIR_CRT, KEY, 0x80);
	for (size_t i = 0; i < 7; i++) {
		blob[i] = rsa_command(0x02, 0, 0x19, KEY);
		rsa_add_number(&blob[i], 0x42, components[i], 1);
		assert_int_equal(rsa_run(f, &blob[i]), 0x9000);
	}
	for (uint8_t component = 2; component <= 8; component += 6) { /* not of this form; none at all */
		command = rsa_command(0x02, 0, 0x19, KEY);
		rsa_add_number(&command, 0x42, component, 1);
		assert_int_equal(rsa_run(f, &command), component == 2 ? 0x6985 : 0x6a80);
	}
	command = rsa_command(0x02, 0, 0x19, KEY);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	se_select(f);
	for (size_t i = 0; i < 7; i++) {
		struct rbuf value = rsa_answer(&blob[i]);

		command = signing(KEY, 0x28);
		assert_int_equal(rsa_run(f, &command), 0x6985);
		/* Another component's blob. */
		command = rsa_command(0x01, 0, 0x18, KEY);
		rsa_add_number(&command, 0x42, components[(i + 1) % 7], 1);
		rsa_add(&command, 0x43, value.at, rbuf_left(&value));
		assert_int_equal(rsa_run(f, &command), 0x6985);
		command = rsa_command(0x01, 0, 0x18, KEY);
		rsa_add_number(&command, 0x42, components[i], 1);
		rsa_add(&command, 0x43, value.at, rbuf_left(&value));
		assert_int_equal(rsa_run(f, &command), 0x9000);
	}
	command = signing(KEY, 0x28);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_true(host_rsa_verifies(&key, "SHA256", -1, message, sizeof(message), rsa_answer(&command).at));
	host_rsa_free(&key);
}

static int set_up_b(void **state)
{
	return set_up_part(state, "se050b");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(every_size_signs_and_verifies_with_every_algorithm),
		TEST(signatures_at_the_edges),
		TEST(data_is_encrypted_and_decrypted_in_every_padding),
		TEST(a_host_pads_by_itself),
		TEST(keys_and_algorithms_that_do_not_go_together),
		TEST(every_use_has_its_right),
		TEST(a_salt_of_any_length_from_7_2_on),
		cmocka_unit_test_setup_teardown(a_salt_of_any_length_from_7_2_on, set_up_51, tear_down),
		cmocka_unit_test_setup_teardown(parts_that_sign_no_sha1, set_up_51, tear_down),
		cmocka_unit_test_setup_teardown(parts_that_sign_no_sha1, set_up_f, tear_down),
		TEST(keys_of_the_factory),
		cmocka_unit_test_setup_teardown(a_part_without_ec_has_connectivity_keys, set_up_b, tear_down),
		TEST(an_rsa_key_attests),
		TEST(components_leave_encrypted_and_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

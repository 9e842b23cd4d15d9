/* tests/unit/test_se050_cipher_refused.c: every refusal of ciphers that vectors/refusals.tsv has. */
#include "cmocka_all.h"

#include "se050_refusals.h"

enum {
	AES = 0x03,
	DES = 0x04,
	HMAC = 0x05,
	KEY = 0x7da00010,
	DES_KEY,
	HMAC_KEY,
	EC_KEY,
	DENIED_KEY,
	NO_KEY,
	USER = 0x7da00002,
	CIPHER = 0x0e,
	ENCRYPT = 0x42,
	DECRYPT = 0x43,
	UPDATE = 0x0c,
	FINAL = 0x0d,
	ENCRYPT_AT_ONCE = 0x37,
	DECRYPT_AT_ONCE = 0x38,
	CBC_OBJECT = 0x0f01,
	ECB_OBJECT,
	CTR_OBJECT,
	M2_OBJECT,
	DES_OBJECT,
	DIGEST_OBJECT,
	FOREIGN_OBJECT,
	NO_OBJECT,
	CONTEXT_DIGEST = 1,
	CONTEXT_CIPHER = 2,
	CBC = 0x0d,
	ECB = 0x0e,
	M2 = 0x17,
	CTR = 0xf0,
	DES_CBC = 0x01,
	RULE_ENC = 0x02000000,
	RULE_DEC = 0x01000000,
	AES_RULES = 0x1b5c7000, /* all of the class (AN12413 table 13) */
	DES_RULES = 0x1b5c1000,
	REFUSALS = 105,
};

#define USER_KEY "404142434445464748494a4b4c4d4e4f"

static const uint8_t bytes[32] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static int set_up(void **state)
{
	struct se050_fixture *f = se_new("se050c");
	struct se_session s;

	se_select(f);
	se_write_key(f, AES, KEY, bytes, 16);
	se_write_key(f, DES, DES_KEY, bytes, 24);
	se_write_key(f, HMAC, HMAC_KEY, bytes, 16);
	assert_apdu(f, "8001610009 41047da00013 420103", "9000");
	se_create_crypto(f, CBC_OBJECT, CONTEXT_CIPHER, CBC);
	se_create_crypto(f, ECB_OBJECT, CONTEXT_CIPHER, ECB);
	se_create_crypto(f, CTR_OBJECT, CONTEXT_CIPHER, CTR);
	se_create_crypto(f, M2_OBJECT, CONTEXT_CIPHER, M2);
	se_create_crypto(f, DES_OBJECT, CONTEXT_CIPHER, DES_CBC);
	se_create_crypto(f, DIGEST_OBJECT, CONTEXT_DIGEST, 0x04);
	assert_apdu(f, "8041030018 41047da00002 4310" USER_KEY, "9000");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "800110000a 41020f07 420102 43010d", "9000");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static struct se_command init_of(uint8_t p2, uint32_t key, uint16_t object, size_t iv)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x41, 4, key);
	se_put_number(&command, 0x42, 2, object);
	if (iv > 0)
		se_put(&command, 0x44, bytes, iv);
	return command;
}

static struct se_command step_of(uint8_t p2, uint16_t object, size_t len)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x42, 2, object);
	se_put(&command, 0x43, bytes, len);
	return command;
}

static struct se_command at_once_of(uint8_t p2, uint32_t key, uint8_t mode, size_t len, size_t iv)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x41, 4, key);
	se_put_number(&command, 0x42, 1, mode);
	se_put(&command, 0x43, bytes, len);
	if (iv > 0)
		se_put(&command, 0x44, bytes, iv);
	return command;
}

static struct se_command good_encrypt(void)
{
	return init_of(ENCRYPT, KEY, CBC_OBJECT, 16);
}

static struct se_command good_decrypt(void)
{
	return init_of(DECRYPT, KEY, CBC_OBJECT, 16);
}

static struct se_command good_update(void)
{
	return step_of(UPDATE, CBC_OBJECT, 16);
}

static struct se_command good_final(void)
{
	return step_of(FINAL, CBC_OBJECT, 16);
}

static struct se_command good_at_once(void)
{
	return at_once_of(ENCRYPT_AT_ONCE, KEY, CBC, 16, 16);
}

static struct se_command good_decrypt_at_once(void)
{
	return at_once_of(DECRYPT_AT_ONCE, KEY, CBC, 16, 16);
}

static void begin(struct se050_fixture *f, uint8_t p2, uint32_t key, uint16_t object, size_t iv)
{
	struct se_command command = init_of(p2, key, object, iv);
	struct se_answer answer = se_run(f, &command);

	assert_status(answer, 0x9000);
}

static void begin_cbc(struct se050_fixture *f)
{
	begin(f, ENCRYPT, KEY, CBC_OBJECT, 16);
}

static struct se_command init_no_key(struct se050_fixture *f)
{
	(void)f;
	return se_with_number(good_encrypt(), 0x41, 4, NO_KEY);
}

static struct se_command init_hmac(struct se050_fixture *f)
{
	(void)f;
	return se_with_number(good_encrypt(), 0x41, 4, HMAC_KEY);
}

static struct se_command init_ec(struct se050_fixture *f)
{
	(void)f;
	return se_with_number(good_encrypt(), 0x41, 4, EC_KEY);
}

static struct se_command init_ecb_iv(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, ECB_OBJECT, 16);
}

static struct se_command init_iv_short(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, CBC_OBJECT, 15);
}

static struct se_command init_iv_long(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, CBC_OBJECT, 17);
}

static struct se_command init_des(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, DES_KEY, CBC_OBJECT, 0);
}

static struct se_command init_no_object(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, NO_OBJECT, 16);
}

static struct se_command init_digest(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, DIGEST_OBJECT, 16);
}

static struct se_command init_foreign(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, FOREIGN_OBJECT, 16);
}

static uint32_t denied(struct se050_fixture *f, uint8_t type, uint32_t rules)
{
	se_write_key_policy(f, type, DENIED_KEY, bytes, 16, rules);
	return DENIED_KEY;
}

static struct se_command init_aes_no_enc(struct se050_fixture *f)
{
	return init_of(ENCRYPT, denied(f, AES, AES_RULES & ~RULE_ENC), CBC_OBJECT, 16);
}

static struct se_command init_aes_no_dec(struct se050_fixture *f)
{
	return init_of(DECRYPT, denied(f, AES, AES_RULES & ~RULE_DEC), CBC_OBJECT, 16);
}

static struct se_command init_des_no_enc(struct se050_fixture *f)
{
	return init_of(ENCRYPT, denied(f, DES, DES_RULES & ~RULE_ENC), DES_OBJECT, 8);
}

static struct se_command init_des_no_dec(struct se050_fixture *f)
{
	return init_of(DECRYPT, denied(f, DES, DES_RULES & ~RULE_DEC), DES_OBJECT, 8);
}

static struct se_command update_ctr(struct se050_fixture *f)
{
	begin(f, ENCRYPT, KEY, CTR_OBJECT, 16);
	return step_of(UPDATE, CTR_OBJECT, 15);
}

static struct se_command update_not_begun(struct se050_fixture *f)
{
	(void)f;
	return good_update();
}

static struct se_command update_no_object(struct se050_fixture *f)
{
	begin_cbc(f);
	return step_of(UPDATE, NO_OBJECT, 16);
}

static struct se_command update_digest(struct se050_fixture *f)
{
	begin_cbc(f);
	return step_of(UPDATE, DIGEST_OBJECT, 16);
}

static struct se_command update_foreign(struct se050_fixture *f)
{
	begin_cbc(f);
	return step_of(UPDATE, FOREIGN_OBJECT, 16);
}

static struct se_command update_after_deselect(struct se050_fixture *f)
{
	begin_cbc(f);
	se_select(f);
	return good_update();
}

static struct se_command update_key_deleted(struct se050_fixture *f)
{
	begin_cbc(f);
	se_delete(f, KEY);
	return good_update();
}

static struct se_command final_not_whole(struct se050_fixture *f)
{
	begin_cbc(f);
	return step_of(FINAL, CBC_OBJECT, 15);
}

/* Bytes that nobody encrypted, with a vector that makes sure of it. */
static struct se_command final_no_padding(struct se050_fixture *f)
{
	begin(f, DECRYPT, KEY, M2_OBJECT, 16);
	return step_of(FINAL, M2_OBJECT, 16);
}

static struct se_command final_not_begun(struct se050_fixture *f)
{
	(void)f;
	return good_final();
}

static struct se_command final_no_object(struct se050_fixture *f)
{
	begin_cbc(f);
	return step_of(FINAL, NO_OBJECT, 16);
}

static struct se_command final_digest(struct se050_fixture *f)
{
	begin_cbc(f);
	return step_of(FINAL, DIGEST_OBJECT, 16);
}

static struct se_command final_foreign(struct se050_fixture *f)
{
	begin_cbc(f);
	return step_of(FINAL, FOREIGN_OBJECT, 16);
}

static struct se_command once_no_key(struct se050_fixture *f)
{
	(void)f;
	return se_with_number(good_at_once(), 0x41, 4, NO_KEY);
}

static struct se_command once_hmac(struct se050_fixture *f)
{
	(void)f;
	return se_with_number(good_at_once(), 0x41, 4, HMAC_KEY);
}

static struct se_command once_ec(struct se050_fixture *f)
{
	(void)f;
	return se_with_number(good_at_once(), 0x41, 4, EC_KEY);
}

static struct se_command once_ecb_iv(struct se050_fixture *f)
{
	(void)f;
	return at_once_of(ENCRYPT_AT_ONCE, KEY, ECB, 16, 16);
}

static struct se_command once_iv_short(struct se050_fixture *f)
{
	(void)f;
	return at_once_of(ENCRYPT_AT_ONCE, KEY, CBC, 16, 15);
}

static struct se_command once_iv_long(struct se050_fixture *f)
{
	(void)f;
	return at_once_of(ENCRYPT_AT_ONCE, KEY, CBC, 16, 17);
}

static struct se_command once_des(struct se050_fixture *f)
{
	(void)f;
	return at_once_of(ENCRYPT_AT_ONCE, DES_KEY, CBC, 16, 0);
}

static struct se_command once_not_whole(struct se050_fixture *f)
{
	(void)f;
	return at_once_of(ENCRYPT_AT_ONCE, KEY, CBC, 15, 16);
}

static struct se_command once_no_padding(struct se050_fixture *f)
{
	(void)f;
	return at_once_of(DECRYPT_AT_ONCE, KEY, M2, 16, 16);
}

static struct se_command once_aes_no_enc(struct se050_fixture *f)
{
	return at_once_of(ENCRYPT_AT_ONCE, denied(f, AES, AES_RULES & ~RULE_ENC), CBC, 16, 16);
}

static struct se_command once_aes_no_dec(struct se050_fixture *f)
{
	return at_once_of(DECRYPT_AT_ONCE, denied(f, AES, AES_RULES & ~RULE_DEC), CBC, 16, 16);
}

static struct se_command once_des_no_enc(struct se050_fixture *f)
{
	return at_once_of(ENCRYPT_AT_ONCE, denied(f, DES, DES_RULES & ~RULE_ENC), DES_CBC, 16, 8);
}

static struct se_command once_des_no_dec(struct se050_fixture *f)
{
	return at_once_of(DECRYPT_AT_ONCE, denied(f, DES, DES_RULES & ~RULE_DEC), DES_CBC, 16, 8);
}

static const struct se_bound init_bounds[] = { { 0x41, 4, 4 }, { 0x42, 2, 2 }, { 0x44, 16, 16 } };
static const struct se_bound step_bounds[] = { { 0x42, 2, 2 } };
static const struct se_bound once_bounds[] = { { 0x41, 4, 4 }, { 0x42, 1, 1 }, { 0x44, 16, 16 } };

static const struct se_good goods[] = {
	{ "CipherInit", good_encrypt, NULL, init_bounds, 3 },
	{ "CipherInit", good_decrypt, NULL, init_bounds, 3 },
	{ "CipherUpdate", good_update, begin_cbc, step_bounds, 1 },
	{ "CipherFinal", good_final, begin_cbc, step_bounds, 1 },
	{ "CipherOneShot", good_at_once, NULL, once_bounds, 3 },
	{ "CipherOneShot", good_decrypt_at_once, NULL, once_bounds, 3 },
};

static const struct se_prose prose[] = {
	{ "CipherInit.T41.absent", init_no_key },
	{ "CipherInit.T41.hmac", init_hmac },
	{ "CipherInit.T41.ecpair", init_ec },
	{ "CipherInit.iv.ecb", init_ecb_iv },
	{ "CipherInit.iv.short", init_iv_short },
	{ "CipherInit.iv.long", init_iv_long },
	{ "CipherInit.mode.des", init_des },
	{ "CipherInit.noobject", init_no_object },
	{ "CipherInit.othercontext", init_digest },
	{ "CipherInit.otheruser", init_foreign },
	{ "CipherInit.denied.aes.ENC.encrypt", init_aes_no_enc },
	{ "CipherInit.denied.aes.DEC.decrypt", init_aes_no_dec },
	{ "CipherInit.denied.des.ENC.encrypt", init_des_no_enc },
	{ "CipherInit.denied.des.DEC.decrypt", init_des_no_dec },
	{ "CipherUpdate.ctr", update_ctr },
	{ "CipherUpdate.noinit", update_not_begun },
	{ "CipherUpdate.noobject", update_no_object },
	{ "CipherUpdate.othercontext", update_digest },
	{ "CipherUpdate.otheruser", update_foreign },
	{ "CipherUpdate.deselect", update_after_deselect },
	{ "CipherUpdate.keydeleted", update_key_deleted },
	{ "CipherFinal.align", final_not_whole },
	{ "CipherFinal.pad", final_no_padding },
	{ "CipherFinal.noinit", final_not_begun },
	{ "CipherFinal.noobject", final_no_object },
	{ "CipherFinal.othercontext", final_digest },
	{ "CipherFinal.otheruser", final_foreign },
	{ "CipherOneShot.T41.absent", once_no_key },
	{ "CipherOneShot.T41.hmac", once_hmac },
	{ "CipherOneShot.T41.ecpair", once_ec },
	{ "CipherOneShot.iv.ecb", once_ecb_iv },
	{ "CipherOneShot.iv.short", once_iv_short },
	{ "CipherOneShot.iv.long", once_iv_long },
	{ "CipherOneShot.mode.des", once_des },
	{ "CipherOneShot.align", once_not_whole },
	{ "CipherOneShot.pad", once_no_padding },
	{ "CipherOneShot.denied.aes.ENC.encrypt", once_aes_no_enc },
	{ "CipherOneShot.denied.aes.DEC.decrypt", once_aes_no_dec },
	{ "CipherOneShot.denied.des.ENC.encrypt", once_des_no_enc },
	{ "CipherOneShot.denied.des.DEC.decrypt", once_des_no_dec },
};

static void every_refusal(void **state)
{
	const struct se_refusal_test test = { set_up, tear_down, goods, sizeof(goods) / sizeof(goods[0]),
		prose, sizeof(prose) / sizeof(prose[0]) };

	(void)state;
	assert_int_equal(se_refusals_check(&test), REFUSALS);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(every_refusal) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

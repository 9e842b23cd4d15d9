/* tests/unit/test_se050_aead_refused.c: every refusal of AEAD that vectors/refusals.tsv has. */
#include "cmocka_all.h"

#include <string.h>

#include "se050_refusals.h"

enum {
	AES = 0x03,
	DES = 0x04,
	HMAC = 0x05,
	KEY = 0x7da00010,
	DES_KEY,
	HMAC_KEY,
	EC_KEY,
	STRICT_KEY,
	NO_KEY,
	USER = 0x7da00002,
	AEAD = 0x11,
	ENCRYPT = 0x42,
	DECRYPT = 0x43,
	UPDATE = 0x0c,
	FINAL = 0x0d,
	ENCRYPT_AT_ONCE = 0x37,
	DECRYPT_AT_ONCE = 0x38,
	GCM_OBJECT = 0x0f01,
	CCM_OBJECT,
	CIPHER_OBJECT,
	FOREIGN_OBJECT,
	NO_OBJECT,
	CONTEXT_CIPHER = 2,
	CONTEXT_AEAD = 4,
	GCM = 0xb0,
	CCM = 0xf4,
	RULES = 0x03340000 | 0x20, /* ENC, DEC, READ, WRITE, DELETE, FORBID_EXTERNAL_IV */
	IV_MIN = 12,
	IV_MAX = 60,
	TAG = 16,
	REFUSALS = 114,
};

#define USER_KEY "404142434445464748494a4b4c4d4e4f"

static const uint8_t bytes[300] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static int set_up(void **state)
{
	struct se050_fixture *f = se_new("se050e");
	struct se_session s;

	se_select(f);
	se_write_key(f, AES, KEY, bytes, 16);
	se_write_key(f, DES, DES_KEY, bytes, 24);
	se_write_key(f, HMAC, HMAC_KEY, bytes, 16);
	se_write_key_policy(f, AES, STRICT_KEY, bytes, 16, RULES);
	assert_apdu(f, "8001610009 41047da00013 420103", "9000");
	se_create_crypto(f, GCM_OBJECT, CONTEXT_AEAD, GCM);
	se_create_crypto(f, CCM_OBJECT, CONTEXT_AEAD, CCM);
	se_create_crypto(f, CIPHER_OBJECT, CONTEXT_CIPHER, 0x0d);
	assert_apdu(f, "8041030018 41047da00002 4310" USER_KEY, "9000");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "800110000a 41020f04 420104 4301b0", "9000");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

/* What the host makes of eight bytes, with eight associated ones. */
struct sealed {
	uint8_t cipher[8];
	uint8_t tag[TAG];
};

static struct sealed sealed(const char *name)
{
	struct sealed s;

	host_aead(name, bytes, bytes, IV_MIN, bytes, 8, bytes, s.cipher, 8, s.tag, TAG);
	return s;
}

static struct se_command once_of(uint8_t p2, uint32_t key, uint8_t mode, size_t iv)
{
	struct se_command command = se_command_of(0x03, AEAD, p2);
	struct sealed s = sealed(mode == CCM ? "AES-128-CCM" : "AES-128-GCM");

	se_put_number(&command, 0x41, 4, key);
	se_put_number(&command, 0x42, 1, mode);
	se_put(&command, 0x43, p2 == DECRYPT_AT_ONCE ? s.cipher : bytes, 8);
	se_put(&command, 0x44, bytes, 8);
	se_put(&command, 0x45, bytes, iv);
	if (p2 == DECRYPT_AT_ONCE)
		se_put(&command, 0x46, s.tag, TAG);
	return command;
}

static struct se_command good_seal(void)
{
	return once_of(ENCRYPT_AT_ONCE, KEY, GCM, IV_MIN);
}

static struct se_command good_open(void)
{
	return once_of(DECRYPT_AT_ONCE, KEY, GCM, IV_MIN);
}

static struct se_command good_open_ccm(void)
{
	return once_of(DECRYPT_AT_ONCE, KEY, CCM, IV_MIN);
}

static struct se_command init_of(uint8_t p2, uint32_t key, uint16_t object)
{
	struct se_command command = se_command_of(0x03, AEAD, p2);

	se_put_number(&command, 0x41, 4, key);
	se_put_number(&command, 0x42, 2, object);
	se_put(&command, 0x45, bytes, IV_MIN);
	return command;
}

static struct se_command good_gcm(void)
{
	return init_of(ENCRYPT, KEY, GCM_OBJECT);
}

static struct se_command good_ccm(void)
{
	struct se_command command = init_of(ENCRYPT, KEY, CCM_OBJECT);

	se_put_number(&command, 0x46, 2, 8);
	se_put_number(&command, 0x47, 2, 8);
	se_put_number(&command, 0x48, 2, TAG);
	return command;
}

static struct se_command step_of(uint16_t object, uint8_t tag)
{
	struct se_command command = se_command_of(0x03, AEAD, UPDATE);

	se_put_number(&command, 0x42, 2, object);
	se_put(&command, tag, bytes, 8);
	return command;
}

static struct se_command good_data(void)
{
	return step_of(GCM_OBJECT, 0x43);
}

static struct se_command good_aad(void)
{
	return step_of(GCM_OBJECT, 0x44);
}

static struct se_command final_of(uint16_t object, const uint8_t *tag)
{
	struct se_command command = se_command_of(0x03, AEAD, FINAL);

	se_put_number(&command, 0x42, 2, object);
	if (tag)
		se_put(&command, 0x46, tag, TAG);
	return command;
}

static struct se_command good_final(void)
{
	return final_of(GCM_OBJECT, NULL);
}

static struct se_command good_verdict(void)
{
	return final_of(GCM_OBJECT, bytes);
}

static void run(struct se050_fixture *f, const struct se_command *command)
{
	struct se_answer answer = se_run(f, command);

	assert_status(answer, 0x9000);
}

static void begin(struct se050_fixture *f)
{
	struct se_command command = good_gcm();

	run(f, &command);
}

static void begin_opening(struct se050_fixture *f)
{
	struct se_command command = init_of(DECRYPT, KEY, GCM_OBJECT);

	run(f, &command);
}

static void begin_ccm(struct se050_fixture *f)
{
	struct se_command command = good_ccm();

	run(f, &command);
}

static struct se_command once_key(uint32_t key)
{
	return se_with_number(good_seal(), 0x41, 4, key);
}

static struct se_command once_no_key(struct se050_fixture *f)
{
	(void)f;
	return once_key(NO_KEY);
}

static struct se_command once_des(struct se050_fixture *f)
{
	(void)f;
	return once_key(DES_KEY);
}

static struct se_command once_hmac(struct se050_fixture *f)
{
	(void)f;
	return once_key(HMAC_KEY);
}

static struct se_command once_ec(struct se050_fixture *f)
{
	(void)f;
	return once_key(EC_KEY);
}

static struct se_command once_tag_of_3(struct se050_fixture *f)
{
	(void)f;
	return se_with(good_open(), 0x46, bytes, 3);
}

static struct se_command once_no_tag(struct se050_fixture *f)
{
	(void)f;
	return se_without(good_open(), 0x46);
}

static struct se_command once_iv_of_61(struct se050_fixture *f)
{
	(void)f;
	return se_with(good_seal(), 0x45, bytes, 61);
}

static struct se_command once_iv_of_11(struct se050_fixture *f)
{
	(void)f;
	return se_with(good_seal(), 0x45, bytes, 11);
}

static struct se_command once_fips(struct se050_fixture *f)
{
	f->chip->nv.identity.fips = 1;
	return good_seal();
}

/* An applet that has no such thing, whatever part it is on. */
static struct se_command once_on_3_x(struct se050_fixture *f)
{
	memcpy(f->chip->nv.identity.version, "\x03\x01\x01", 3);
	return good_seal();
}

static struct se_command once_forbidden(struct se050_fixture *f)
{
	(void)f;
	return once_key(STRICT_KEY);
}

static struct se_command init_key(uint32_t key)
{
	return se_with_number(good_gcm(), 0x41, 4, key);
}

static struct se_command init_no_key(struct se050_fixture *f)
{
	(void)f;
	return init_key(NO_KEY);
}

static struct se_command init_des(struct se050_fixture *f)
{
	(void)f;
	return init_key(DES_KEY);
}

static struct se_command init_hmac(struct se050_fixture *f)
{
	(void)f;
	return init_key(HMAC_KEY);
}

static struct se_command init_ec(struct se050_fixture *f)
{
	(void)f;
	return init_key(EC_KEY);
}

static struct se_command init_no_object(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, NO_OBJECT);
}

static struct se_command init_cipher(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, CIPHER_OBJECT);
}

static struct se_command init_foreign(struct se050_fixture *f)
{
	(void)f;
	return init_of(ENCRYPT, KEY, FOREIGN_OBJECT);
}

static struct se_command init_ccm_says_nothing(struct se050_fixture *f)
{
	(void)f;
	return se_without(good_ccm(), 0x47);
}

static struct se_command update_not_begun(struct se050_fixture *f)
{
	(void)f;
	return good_data();
}

static struct se_command update_no_object(struct se050_fixture *f)
{
	begin(f);
	return step_of(NO_OBJECT, 0x43);
}

static struct se_command update_cipher(struct se050_fixture *f)
{
	begin(f);
	return step_of(CIPHER_OBJECT, 0x43);
}

static struct se_command update_foreign(struct se050_fixture *f)
{
	begin(f);
	return step_of(FOREIGN_OBJECT, 0x43);
}

static struct se_command update_both(struct se050_fixture *f)
{
	struct se_command command = good_data();

	begin(f);
	se_put(&command, 0x44, bytes, 8);
	return command;
}

static struct se_command update_aad_late(struct se050_fixture *f)
{
	struct se_command command = good_data();

	begin(f);
	run(f, &command);
	return good_aad();
}

static struct se_command final_not_begun(struct se050_fixture *f)
{
	(void)f;
	return good_final();
}

static struct se_command final_no_object(struct se050_fixture *f)
{
	begin(f);
	return final_of(NO_OBJECT, NULL);
}

static struct se_command final_cipher(struct se050_fixture *f)
{
	begin(f);
	return final_of(CIPHER_OBJECT, NULL);
}

static struct se_command final_foreign(struct se050_fixture *f)
{
	begin(f);
	return final_of(FOREIGN_OBJECT, NULL);
}

static struct se_command final_ccm_short(struct se050_fixture *f)
{
	struct se_command command = step_of(CCM_OBJECT, 0x44);

	begin_ccm(f);
	run(f, &command);
	return final_of(CCM_OBJECT, NULL);
}

static struct se_command final_no_tag(struct se050_fixture *f)
{
	begin_opening(f);
	return good_final();
}

static const struct se_bound once_bounds[] = { { 0x41, 4, 4 }, { 0x42, 1, 1 }, { 0x43, 0, 256 },
	{ 0x44, 0, 64 }, { 0x45, IV_MIN, IV_MAX }, { 0x46, 4, TAG } };
static const struct se_bound init_bounds[] = { { 0x41, 4, 4 }, { 0x42, 2, 2 }, { 0x45, IV_MIN, IV_MAX },
	{ 0x46, 2, 2 }, { 0x47, 2, 2 }, { 0x48, 2, 2 } };
static const struct se_bound step_bounds[] = { { 0x42, 2, 2 }, { 0x46, 4, TAG } };

static const struct se_good goods[] = {
	{ "AEADOneShot", good_seal, NULL, once_bounds, 6 },
	{ "AEADOneShot", good_open, NULL, once_bounds, 6 },
	{ "AEADOneShot", good_open_ccm, NULL, once_bounds, 6 },
	{ "AEADInit", good_gcm, NULL, init_bounds, 6 },
	{ "AEADInit", good_ccm, NULL, init_bounds, 6 },
	{ "AEADUpdate", good_data, begin, step_bounds, 2 },
	{ "AEADUpdate", good_aad, begin, step_bounds, 2 },
	{ "AEADFinal", good_final, begin, step_bounds, 2 },
	{ "AEADFinal", good_verdict, begin_opening, step_bounds, 2 },
};

static const struct se_prose prose[] = {
	{ "AEADOneShot.T41.absent", once_no_key },
	{ "AEADOneShot.T41.des", once_des },
	{ "AEADOneShot.T41.hmac", once_hmac },
	{ "AEADOneShot.T41.ecpair", once_ec },
	{ "AEADOneShot.tag3", once_tag_of_3 },
	{ "AEADOneShot.notag", once_no_tag },
	{ "AEADOneShot.iv61", once_iv_of_61 },
	{ "AEADOneShot.iv11", once_iv_of_11 },
	{ "AEADOneShot.fips", once_fips },
	{ "AEADOneShot.forbid", once_forbidden },
	{ "AEADOneShot.3x", once_on_3_x },
	{ "AEADInit.T41.absent", init_no_key },
	{ "AEADInit.T41.des", init_des },
	{ "AEADInit.T41.hmac", init_hmac },
	{ "AEADInit.T41.ecpair", init_ec },
	{ "AEADInit.noobject", init_no_object },
	{ "AEADInit.othercontext", init_cipher },
	{ "AEADInit.otheruser", init_foreign },
	{ "AEADInit.ccm", init_ccm_says_nothing },
	{ "AEADUpdate.noinit", update_not_begun },
	{ "AEADUpdate.noobject", update_no_object },
	{ "AEADUpdate.othercontext", update_cipher },
	{ "AEADUpdate.otheruser", update_foreign },
	{ "AEADUpdate.both", update_both },
	{ "AEADUpdate.aadlate", update_aad_late },
	{ "AEADFinal.noinit", final_not_begun },
	{ "AEADFinal.noobject", final_no_object },
	{ "AEADFinal.othercontext", final_cipher },
	{ "AEADFinal.otheruser", final_foreign },
	{ "AEADFinal.ccmshort", final_ccm_short },
	{ "AEADFinal.notag", final_no_tag },
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

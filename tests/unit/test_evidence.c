/* tests/unit/test_evidence.c: the verifier of examples/ against attestations of a physical SE050. */
#include "evidence.h"

#include <errno.h>
#include <openssl/ec.h>

#include "cmocka_all.h"
#include "hex.h"
#include "tlv.h"
#include "vectors.h"

/* A recorded answer and what its verifier asked for. */
struct recorded {
	uint8_t value[EVIDENCE_POINT], attributes[64], stamp[16], freshness[16], id[32], signature[80];
	size_t attributes_len, signature_len;
	uint8_t attester[EVIDENCE_POINT];
	uint8_t bytes[512];
	struct wbuf answer;
	struct evidence_wanted wanted;
	EVP_PKEY *key;
};

static size_t field(const struct vector_record *record, const char *name, uint8_t *bytes, size_t size)
{
	struct why why = { "" };
	size_t len = 0;

	if (vector_bytes(record, name, bytes, size, &len, &why) < 0)
		fail_msg("%s", why.text);
	return len;
}

/* The values with the first n bytes of the attributes at the end of the point instead: the signed bytes stay the same. */
static void write_answer(struct recorded *r, size_t n)
{
	r->answer = wbuf_to(r->bytes, sizeof(r->bytes));
	tlv_head(&r->answer, 0x41, EVIDENCE_POINT + n);
	wbuf_put(&r->answer, r->value, EVIDENCE_POINT);
	wbuf_put(&r->answer, r->attributes, n);
	tlv_put(&r->answer, 0x42, r->attributes + n, r->attributes_len - n);
	tlv_put(&r->answer, 0x43, r->stamp, 12);
	tlv_put(&r->answer, 0x44, r->freshness, 16);
	tlv_put(&r->answer, 0x45, r->id, 18);
	tlv_put(&r->answer, 0x46, r->signature, r->signature_len);
}

static void take(struct recorded *r, const struct vector_record *record)
{
	const char *object = vector_text(record, "Object");

	*r = (struct recorded){ .key = NULL };
	assert_int_equal(field(record, "Point", r->value, sizeof(r->value)), EVIDENCE_POINT);
	assert_int_equal(field(record, "Attester", r->attester, sizeof(r->attester)), EVIDENCE_POINT);
	r->attributes_len = field(record, "Attributes", r->attributes, sizeof(r->attributes));
	assert_int_equal(field(record, "Timestamp", r->stamp, sizeof(r->stamp)), 12);
	assert_int_equal(field(record, "Freshness", r->freshness, sizeof(r->freshness)), 16);
	assert_int_equal(field(record, "UniqueId", r->id, sizeof(r->id)), EVIDENCE_UNIQUE_ID);
	r->signature_len = field(record, "Signature", r->signature, sizeof(r->signature));
	write_answer(r, 0);
	r->key = evidence_key(r->attester);
	assert_non_null(r->key);
	memcpy(r->wanted.challenge, r->freshness, EVIDENCE_CHALLENGE);
	assert_true(hex_number(object, strlen(object), &r->wanted.object));
	r->wanted.owner = 0x60000000;
	r->wanted.policy = rbuf_from(r->attributes + 14, 9);
	r->wanted.unique_id = rbuf_from(r->id, EVIDENCE_UNIQUE_ID);
}

static int judge(const struct recorded *r, struct evidence *evidence, struct why *why)
{
	return evidence_check(rbuf_from(r->bytes, r->answer.len), &r->wanted, r->key, evidence, why);
}

static void accepted(struct recorded *r)
{
	struct evidence evidence;
	struct why why = { "" };

	if (judge(r, &evidence, &why) != 0)
		fail_msg("%s", why.text);
	assert_memory_equal(evidence.point, r->value, EVIDENCE_POINT);
	assert_memory_equal(evidence.unique_id, r->id, EVIDENCE_UNIQUE_ID);
}

static void refused(const struct recorded *r, const char *reason)
{
	struct evidence evidence;
	struct why why = { "" };

	assert_int_equal(judge(r, &evidence, &why), -EKEYREJECTED);
	if (reason)
		assert_string_equal(why.text, reason);
}

/* Runs for the recorded attestation of a key on this curve. */
static void with(const char *curve, void (*run)(struct recorded *r))
{
	struct vector_file file;
	struct why why = { "" };
	size_t n = 0;

	if (vector_file_read(&file, SESIM_VECTORS "/other/attest/se050.txt", &why) < 0)
		fail_msg("%s", why.text);
	assert_int_equal(file.n, 2);
	for (size_t i = 0; i < file.n; i++) {
		struct recorded r;

		if (strcmp(vector_text(&file.records[i], "Curve"), curve) != 0)
			continue;
		take(&r, &file.records[i]);
		run(&r);
		EVP_PKEY_free(r.key);
		n++;
	}
	assert_int_equal(n, 1);
	vector_file_free(&file);
}

static void a_recorded_attestation_is_accepted(void **state)
{
	(void)state;
	with("P-256", accepted);
}

static void not_on_p256(struct recorded *r)
{
	refused(r, "the key is not on P-256");
}

static void one_of_a_key_on_another_curve_is_refused(void **state)
{
	(void)state;
	with("secp256k1", not_on_p256);
}

static void alter_each_byte(struct recorded *r)
{
	for (size_t i = 0; i < r->answer.len; i++) {
		r->bytes[i] ^= 0x01;
		refused(r, NULL);
		r->bytes[i] ^= 0x01;
	}
	accepted(r);
}

static void any_byte_altered_is_refused(void **state)
{
	(void)state;
	with("P-256", alter_each_byte);
}

static void cut_and_lengthen(struct recorded *r)
{
	size_t whole = r->answer.len;

	for (r->answer.len = 0; r->answer.len < whole; r->answer.len++)
		refused(r, NULL);
	wbuf_u8(&r->answer, 0);
	refused(r, "the answer is no attestation of a key");
}

static void any_other_length_is_refused(void **state)
{
	(void)state;
	with("P-256", cut_and_lengthen);
}

static void move_bytes(struct recorded *r)
{
	for (size_t n = 1; n <= r->attributes_len; n++) {
		write_answer(r, n);
		refused(r, "the answer is no attestation of a key");
	}
}

static void bytes_moved_between_values_are_refused_though_the_signature_is_good(void **state)
{
	(void)state;
	with("P-256", move_bytes);
}

static void want_something_else(struct recorded *r)
{
	static const uint8_t policy[] = { 0x08, 0x60, 0, 0, 0, 0x10, 0x32, 0, 0 };
	const struct evidence_wanted wanted = r->wanted;
	uint8_t other_part[EVIDENCE_UNIQUE_ID] = { 0x04, 0x00, 0x50 };

	r->wanted.challenge[15] ^= 1;
	refused(r, "it answers another challenge");
	r->wanted = wanted;
	r->wanted.object++;
	refused(r, "it is of another object");
	r->wanted = wanted;
	r->wanted.owner = 0;
	refused(r, "the key has another owner");
	r->wanted = wanted;
	r->wanted.policy = rbuf_from(policy, sizeof(policy));
	refused(r, "the key has another policy");
	r->wanted.policy = rbuf_from(policy, 8);
	refused(r, "the key has another policy");
	r->wanted = wanted;
	r->wanted.unique_id = rbuf_from(other_part, sizeof(other_part));
	refused(r, "it is of another part");
	r->wanted.unique_id = (struct rbuf){ 0 };
	accepted(r);
}

static void what_was_not_wanted_is_refused(void **state)
{
	(void)state;
	with("P-256", want_something_else);
}

static void ask_another_key(struct recorded *r)
{
	EVP_PKEY *attester = r->key;

	r->key = EVP_EC_gen("P-256");
	refused(r, "the attester did not sign this, or not in answer to this challenge");
	EVP_PKEY_free(r->key);
	r->key = attester;
}

static void another_attester_is_refused(void **state)
{
	(void)state;
	with("P-256", ask_another_key);
}

static void sign_as_attester(struct recorded *r)
{
	uint8_t message[256];
	struct wbuf w = wbuf_to(message, sizeof(message));
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	wbuf_put(&w, r->value, EVIDENCE_POINT);
	wbuf_put(&w, r->attributes, r->attributes_len);
	wbuf_put(&w, r->stamp, 12);
	wbuf_put(&w, r->freshness, 16);
	wbuf_put(&w, r->id, 18);
	r->signature_len = sizeof(r->signature);
	assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, r->key), 1);
	assert_int_equal(EVP_DigestSign(context, r->signature, &r->signature_len, message, w.len), 1);
	EVP_MD_CTX_free(context);
	write_answer(r, 0);
}

/* The same bytes are signed when a bus has them: 04, done, 85 bytes, chosen by whoever answers there. */
static void read_from_a_bus(struct recorded *r)
{
	struct wbuf w = wbuf_to(r->value, EVIDENCE_POINT);

	EVP_PKEY_free(r->key);
	r->key = EVP_EC_gen("P-256");
	sign_as_attester(r);
	accepted(r);
	wbuf_u8(&w, 0x04);
	wbuf_u8(&w, 0x5a);
	wbuf_be16(&w, 85);
	sign_as_attester(r);
	refused(r, "it may as well be what an I2C transfer brought");
}

static void what_may_be_an_i2c_transfer_is_refused(void **state)
{
	(void)state;
	with("P-256", read_from_a_bus);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recorded_attestation_is_accepted),
		cmocka_unit_test(one_of_a_key_on_another_curve_is_refused),
		cmocka_unit_test(any_byte_altered_is_refused),
		cmocka_unit_test(any_other_length_is_refused),
		cmocka_unit_test(bytes_moved_between_values_are_refused_though_the_signature_is_good),
		cmocka_unit_test(what_was_not_wanted_is_refused),
		cmocka_unit_test(another_attester_is_refused),
		cmocka_unit_test(what_may_be_an_i2c_transfer_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

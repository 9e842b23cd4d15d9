/* sim/se050/rsa_write.c: WriteRSAKey: keys that come component by component, and keys that the part makes. */
#include <openssl/crypto.h>

#include "ram.h"
#include "rsa.h"
#include "rules.h"
#include "write.h"

enum {
	FIPS_BITS_MIN = 2048,
	FIPS_GENERATED_MAX = 3072,
	/* Which of the extended features forbids keys below 2048 bits (hosts). */
	FORBID_SMALL_BYTE = 5,
	FORBID_SMALL = 0x80,
};

struct component_row {
	uint8_t tag;
	uint8_t component;
	bool crt; /* such a one begins a key in CRT form */
};

static const struct component_row component_rows[] = {
	{ TAG_3, COMPONENT_P, true },
	{ TAG_4, COMPONENT_Q, true },
	{ TAG_5, COMPONENT_DP, true },
	{ TAG_6, COMPONENT_DQ, true },
	{ TAG_7, COMPONENT_Q_INVERSE, true },
	{ TAG_8, COMPONENT_PUBLIC_EXPONENT, false },
	{ TAG_9, COMPONENT_PRIVATE_EXPONENT, false },
	{ TAG_10, COMPONENT_MODULUS, false },
};

/* What a command asks for. */
struct rsa_request {
	const struct component_row *row; /* of the component it brings; NULL: the part makes a key */
	struct rbuf value;
	struct se050_object as;
};

static enum se05x_status find_component(const struct se050_call *call, struct rsa_request *request)
{
	for (size_t i = 0; i < sizeof(component_rows) / sizeof(component_rows[0]); i++) {
		const struct component_row *row = &component_rows[i];

		if (!call_has(call, row->tag))
			continue;
		if (request->row)
			return SW_WRONG_DATA;
		request->row = row;
		request->value = call_value(call, row->tag);
	}
	return SW_OK;
}

/*
 * The form of a new key: CRT when it begins with a number of that form, or is made without P2 saying raw. Hosts send
 * P2 4F with each component of a raw key, where the document has it for generation only.
 * UNCERTAIN (SE05X-U-83): a pair that begins with its modulus or public exponent is a raw one, whatever P2 says.
 */
static bool begins_crt(const struct se050_call *call, const struct rsa_request *request)
{
	if (call->apdu.p2 == P2_RAW)
		return false;
	return !request->row || request->row->crt;
}

static enum se050_class class_of(const struct se050_call *call, const struct rsa_request *request)
{
	bool crt = begins_crt(call, request);

	switch (call->apdu.p1 & P1_PAIR) {
	case P1_PAIR:
		return crt ? CLASS_RSA_PAIR_CRT : CLASS_RSA_PAIR;
	case P1_PRIVATE:
		return crt ? CLASS_RSA_PRIVATE_CRT : CLASS_RSA_PRIVATE;
	case P1_PUBLIC:
		return CLASS_RSA_PUBLIC;
	default:
		return CLASS_NONE;
	}
}

/*
 * AppletConfig decides when a key is new (AN12413 table 5).
 * UNCERTAIN (SE05X-U-84): a public key wants either of the two bits.
 */
static bool feature_allows(const struct se050 *chip, enum se050_class class)
{
	struct rbuf r = rbuf_from(chip->nv.identity.applet_config, 2);
	uint16_t config = rbuf_be16(&r);

	switch (class) {
	case CLASS_RSA_PAIR_CRT:
	case CLASS_RSA_PRIVATE_CRT:
		return config & FEATURE_RSA_CRT;
	case CLASS_RSA_PAIR:
	case CLASS_RSA_PRIVATE:
		return config & FEATURE_RSA_PLAIN;
	default:
		return config & (FEATURE_RSA_PLAIN | FEATURE_RSA_CRT);
	}
}

static bool size_allowed(const struct se050 *chip, uint16_t bits)
{
	const struct se050_identity *identity = &chip->nv.identity;
	bool forbidden = se050_rule(chip, RULE_EXTENDED_FEATURES) &&
			 identity->extended_features[FORBID_SMALL_BYTE] & FORBID_SMALL;

	return bits >= FIPS_BITS_MIN || !(identity->fips || forbidden);
}

/* A new key's place. The policy is in force when it is complete (AN12413 4.7.1.2). */
static enum se05x_status describe_new(
	const struct se050 *chip, const struct se050_call *call, struct rsa_request *request)
{
	enum se050_class class = class_of(call, request);
	uint16_t bits = (uint16_t)call_number(call, TAG_2);

	if (!call_has(call, TAG_2))
		return SW_WRONG_DATA;
	if (class == CLASS_NONE || call->apdu.ins & INS_AUTHENTICATES || !feature_allows(chip, class) ||
		!size_allowed(chip, bits))
		return SW_CONDITIONS;
	request->as = (struct se050_object){
		.class = (uint8_t) class,
		.bits = bits,
		.value_len = (uint32_t)rsa_value_len(class, bits),
		.origin = request->row ? ORIGIN_EXTERNAL : ORIGIN_INTERNAL,
		.flags = request->row ? OBJECT_INCOMPLETE | OBJECT_UNGUARDED : 0,
	};
	write_cost(&request->as, cost_of_rsa(class, write_transient(call), bits));
	return SW_OK;
}

static enum se05x_status describe_old(
	const struct se050 *chip, const struct se050_call *call, struct rsa_request *request)
{
	const struct se050_object *object = call_object(call, TAG_1);

	if (!(RSA_KEYS >> object->class & 1) ||
		(call_has(call, TAG_2) && call_number(call, TAG_2) != object->bits))
		return SW_CONDITIONS;
	/* The form of a key is for ever. */
	if (call->apdu.p2 == P2_RAW && (rsa_parts(object->class) >> COMPONENT_P & 1))
		return SW_CONDITIONS;
	if (object->flags & OBJECT_TRANSIENT && !ram_look(chip, RAM_OBJECT, object->id))
		return SW_NO_MEMORY;
	request->as = (struct se050_object){
		.class = object->class,
		.bits = object->bits,
		.value_len = object->value_len,
		.origin = request->row ? ORIGIN_EXTERNAL : ORIGIN_INTERNAL,
	};
	return SW_OK;
}

static enum se05x_status describe(
	const struct se050 *chip, const struct se050_call *call, struct rsa_request *request)
{
	bool old = call_object(call, TAG_1);
	enum se05x_status status = find_component(call, request);

	if (status == SW_OK)
		status = old ? describe_old(chip, call, request) : describe_new(chip, call, request);
	if (status == SW_OK)
		status = write_check(
			chip, call, &request->as, RSA_KEYS, request->row ? RIGHT_WRITE : RIGHT_GEN);
	return status;
}

enum se05x_status rsa_write_check(const struct se050 *chip, struct se050_call *call)
{
	struct rsa_request request = { .row = NULL };
	enum se05x_status status = describe(chip, call, &request);
	uint16_t bits = request.as.bits;

	if (status != SW_OK)
		return status;
	if (!request.row) {
		if (!(RSA_PAIRS >> request.as.class & 1))
			return SW_WRONG_DATA;
		return chip->nv.identity.fips && bits > FIPS_GENERATED_MAX ? SW_CONDITIONS : SW_OK;
	}
	if (!(rsa_parts(request.as.class) >> request.row->component & 1))
		return SW_WRONG_DATA;
	return rsa_part_fits(request.row->component, bits, request.value) ? SW_OK : SW_CONDITIONS;
}

static enum se05x_status generate(struct se050 *chip, struct se050_call *call, const struct se050_object *as)
{
	struct rng_stream stream = se050_stream(chip, call);
	struct rsa_numbers numbers;
	int rc = crypto_rsa_generate(call->env->crypto, &stream, as->bits / 8u, &numbers);

	call->takes_ns += se050_latency_ns(LAT_RSA_GENERATE, call->env->latency);
	if (rc == 0)
		rsa_set_numbers(chip, write_object(chip, call, as), &numbers);
	OPENSSL_cleanse(&numbers, sizeof(numbers));
	return rsa_status(rc);
}

/* UNCERTAIN (SE05X-U-82): one component of a complete key replaces that one, and the key stays complete. */
enum se05x_status rsa_write(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rsa_request request = { .row = NULL };
	enum se05x_status status = describe(chip, call, &request);

	(void)out;
	if (status != SW_OK)
		return status;
	if (!request.row)
		return generate(chip, call, &request.as);
	rsa_set_part(chip, write_object(chip, call, &request.as), request.row->component, request.value);
	return SW_OK;
}

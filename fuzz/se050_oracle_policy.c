/*
 * fuzz/se050_oracle_policy.c: whether a command that was done was allowed, decided anew: from AN12413 rev 2.12, tables
 * 9, 50 and 278 to 284, over the objects as they lie in memory.
 */
#include <string.h>

#include "apdu.h"
#include "fuzz.h"
#include "object.h"
#include "se050_oracle.h"
#include "tlv.h"

enum {
	TAG_NONE = 0,
	HEADER_FORBID = 0x20000000,
	HEADER_SM = 0x00020000,
	HEADER_PCR = 0x00010000,
	PCR_EXTENSION = 36,
	PCR_ID = 4,
	V7 = 7,
};

/* A command, by INS without its flags, P1 without the key part, and P2; the TLV that names the object; the right. */
struct gate {
	uint8_t ins, p1, p2, tag;
	uint32_t right;   /* applets before 7.2 */
	uint32_t right_7; /* 0: the same */
};

enum {
	SIGN = 0x10000000,
	VERIFY = 0x08000000,
	KA = 0x04000000,
	ENC = 0x02000000,
	DEC = 0x01000000,
	KDF = 0x00800000,
	WRAP = 0x00400000,
	READ = 0x00200000,
	DELETE = 0x00040000,
	ATTESTATION = 0x00008000,
	IMPORT_EXPORT = 0x00001000,
	PBKDF = 0x00000080,
};

#define TLS_KDF UINT32_C(0x80000000)

static const struct gate gates[] = {
	{ 0x02, 0x00, 0x00, 0x41, READ, 0 },        /* ReadObject */
	{ 0x02, 0x00, 0x3b, 0x41, READ, 0 },        /* ReadObjectAttributes */
	{ 0x22, 0x00, 0x00, 0x45, ATTESTATION, 0 }, /* attested */
	{ 0x22, 0x00, 0x3b, 0x45, ATTESTATION, 0 },
	{ 0x02, 0x00, 0x19, 0x41, IMPORT_EXPORT, 0 }, /* ExportObject */
	{ 0x01, 0x00, 0x18, 0x41, IMPORT_EXPORT, 0 }, /* ImportObject */
	{ 0x04, 0x00, 0x28, 0x41, DELETE, 0 },        /* DeleteSecureObject */
	{ 0x01, 0x03, 0x00, 0x42, WRAP, 0 },          /* WriteSymmKey, its key-encryption key */
	{ 0x01, 0x04, 0x00, 0x42, WRAP, 0 },
	{ 0x01, 0x05, 0x00, 0x42, WRAP, 0 },
	{ 0x03, 0x0c, 0x09, 0x41, SIGN, 0 }, /* sign, verify */
	{ 0x03, 0x0c, 0x0a, 0x41, VERIFY, 0 },
	{ 0x03, 0x01, 0x0f, 0x41, KA, 0 }, /* ECDH */
	{ 0x03, 0x01, 0x59, 0x41, KA, 0 },
	{ 0x03, 0x02, 0x37, 0x41, ENC, 0 }, /* RSA */
	{ 0x03, 0x02, 0x38, 0x41, DEC, 0 },
	{ 0x03, 0x0e, 0x42, 0x41, ENC, 0 }, /* ciphers */
	{ 0x03, 0x0e, 0x43, 0x41, DEC, 0 },
	{ 0x03, 0x0e, 0x37, 0x41, ENC, 0 },
	{ 0x03, 0x0e, 0x38, 0x41, DEC, 0 },
	{ 0x03, 0x11, 0x42, 0x41, ENC, 0 }, /* AEAD */
	{ 0x03, 0x11, 0x43, 0x41, DEC, 0 },
	{ 0x03, 0x11, 0x37, 0x41, ENC, 0 },
	{ 0x03, 0x11, 0x38, 0x41, DEC, 0 },
	{ 0x03, 0x0d, 0x03, 0x41, SIGN, 0 }, /* MACs: validating too */
	{ 0x03, 0x0d, 0x44, 0x41, SIGN, 0 },
	{ 0x03, 0x0d, 0x45, 0x41, SIGN, 0 },
	{ 0x03, 0x0d, 0x46, 0x41, SIGN, 0 },
	{ 0x03, 0x00, 0x2d, 0x41, KDF, 0 }, /* key derivation */
	{ 0x03, 0x00, 0x2f, 0x41, KDF, 0 },
	{ 0x03, 0x00, 0x2e, 0x41, KDF, PBKDF },
	{ 0x03, 0x0f, 0x4b, 0x41, KDF, TLS_KDF }, /* TLS */
	{ 0x03, 0x0f, 0x4c, 0x41, KDF, TLS_KDF },
	{ 0x03, 0x0f, 0x4d, 0x41, KDF, TLS_KDF },
	{ 0x03, 0x0f, 0x4e, 0x41, KDF, TLS_KDF },
	{ 0x03, 0x0f, 0x5a, 0x41, KDF, TLS_KDF },
};

enum {
	INS_MASK = 0x3f, /* without TRANSIENT and AUTH_OBJECT; ATTEST stays */
	INS_ATTEST_BIT = 0x20,
	P1_MASK = 0x1f,
};

static bool value_of(struct rbuf data, uint8_t tag, struct rbuf *value)
{
	struct tlv tlv;

	while (rbuf_left(&data) > 0 && tlv_next(&data, &tlv))
		if (tlv.tag == tag) {
			*value = tlv.value;
			return true;
		}
	return false;
}

static const struct se050_object *object_in(const struct se050 *chip, struct rbuf data, uint8_t tag)
{
	struct rbuf value;

	return value_of(data, tag, &value) && rbuf_left(&value) == 4 ? object_look(chip, rbuf_be32(&value))
								     : NULL;
}

/* The entry of this user, or else that of everybody (table 9): header, and what follows it. */
static bool entry_for(
	const struct se050_object *object, uint32_t user, uint32_t *header, struct rbuf *extension)
{
	struct rbuf policy = object_policy(object);
	bool found = false;

	while (rbuf_left(&policy) > 0) {
		struct rbuf entry = rbuf_take(&policy, rbuf_u8(&policy));
		uint32_t who = rbuf_be32(&entry), what = rbuf_be32(&entry);

		if (who != user && (who != 0 || found))
			continue;
		*header = what;
		*extension = entry;
		found = true;
		if (who == user)
			return true;
	}
	return found;
}

static bool pcr_agrees(const struct se050 *chip, struct rbuf extension)
{
	struct rbuf entry = rbuf_take(&extension, PCR_EXTENSION);
	const struct se050_object *pcr = object_look(chip, rbuf_be32(&entry));
	struct rbuf value;

	if (rbuf_bad(&entry) || !pcr || pcr->class != CLASS_PCR)
		return false;
	value = object_value(chip, pcr);
	return rbuf_left(&value) == rbuf_left(&entry) && memcmp(value.at, entry.at, rbuf_left(&entry)) == 0;
}

static void allowed(const struct se050_seen *seen, const struct se050 *chip,
	const struct se050_object *object, uint32_t right)
{
	struct rbuf extension = rbuf_from(NULL, 0);
	uint32_t header = 0;

	if (!entry_for(object, seen->user, &header, &extension))
		fuzz_fail("object %08x was used by user %08x, for whom there is no policy", object->id,
			seen->user);
	if (header & HEADER_FORBID || !(header & right))
		fuzz_fail("object %08x was used by user %08x for %08x against policy %08x", object->id,
			seen->user, right, header);
	if (header & HEADER_SM && !seen->secured)
		fuzz_fail("object %08x was used without secure messaging", object->id);
	if (header & HEADER_PCR && !pcr_agrees(chip, extension))
		fuzz_fail("object %08x was used though its PCR has another value", object->id);
}

/* Transient objects are of the user who made them alone (3.2.2.2). */
static void owned(const struct se050_seen *seen, const struct se050_object *object)
{
	if (object->flags & OBJECT_TRANSIENT && object->owner != seen->user)
		fuzz_fail("transient object %08x of user %08x was used by %08x", object->id, object->owner,
			seen->user);
}

/* Writing: WRITE; generating a pair anew: GEN; a PCR that is reset: DELETE (tables 279 to 283). */
static void writing(const struct se050_seen *seen, const struct apdu *apdu, const struct se050 *chip)
{
	const struct se050_object *object = object_in(chip, apdu->data, 0x41);
	struct rbuf value;
	uint32_t right = 0x00100000;
	bool given = false;

	if (apdu->p2 != 0x00 && apdu->p2 != 0x4f)
		return;
	for (uint8_t tag = 0x43; tag <= 0x4a; tag++)
		given |= value_of(apdu->data, tag, &value);
	if (!object)
		return;
	owned(seen, object);
	switch (apdu->p1 & P1_MASK) {
	case 0x01:
	case 0x02:
		right = given ? right : 0x00080000;
		break;
	case 0x09:
		right = value_of(apdu->data, 0x43, &value) ? right : DELETE;
		break;
	default:
		break;
	}
	/* An RSA key that is still being put together has no policy in force. */
	if (!(object->flags & OBJECT_INCOMPLETE))
		allowed(seen, chip, object, right);
}

void se050_oracle_policy(const struct se050_seen *seen, const struct se050 *before)
{
	bool is_7 = before->nv.identity.version[0] >= V7;
	struct rbuf value;
	struct apdu apdu;

	if (!seen->in_applet || !apdu_parse(seen->command, &apdu))
		return;
	if ((apdu.ins & 0x1f) == 0x01 && (apdu.p1 & P1_MASK) >= 0x01 && (apdu.p1 & P1_MASK) <= 0x09)
		writing(seen, &apdu, before);
	for (size_t i = 0; i < sizeof(gates) / sizeof(gates[0]); i++) {
		const struct gate *gate = &gates[i];
		const struct se050_object *object;

		/* An attested read is a read besides, where it tells the value (3.2.7.2). */
		if ((apdu.ins & INS_MASK) != gate->ins &&
			(gate->ins != 0x02 || (apdu.ins & INS_MASK) != (gate->ins | INS_ATTEST_BIT) ||
				!value_of(seen->data, 0x41, &value)))
			continue;
		if ((apdu.p1 & P1_MASK) != gate->p1 || apdu.p2 != gate->p2)
			continue;
		object = object_in(before, apdu.data, gate->tag);
		if (!object)
			continue;
		owned(seen, object);
		allowed(seen, before, object, is_7 && gate->right_7 ? gate->right_7 : gate->right);
	}
}

/* proto/provider/element_atecc.c: keys in the slots of an ATECC (TNGTLS-B 5; docs/reference/atecc608-evidence.md). */
#include "element_kind.h"

#include <errno.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <string.h>

enum {
	NUMBER = 32, /* a coordinate, a half of a signature, a digest */
	POINT = 2 * NUMBER,
	GEN_KEY_PUBLIC = 0x00,
	GEN_KEY_PRIVATE = 0x04,
	NONCE_FIXED = 0x03,
	SIGN_EXTERNAL = 0x80,
	UNCOMPRESSED = 0x04,
};

/*
 * A part that another host left awake must not answer with what it had to say to that one: it is put to idle first. One
 * that sleeps does not hear it.
 */
static int wake(const struct atca_host *host, struct why *why)
{
	struct atca_answer answer;
	int rc;

	(void)atca_host_idle(host);
	rc = atca_host_wake(host, &answer);
	if (rc == -ETIMEDOUT || rc == -ENXIO)
		return why_fail(why, rc, "nothing answers there");
	if (rc < 0)
		return why_errno(why, rc, "it does not wake");
	if (answer.status != ATCA_AFTER_WAKE)
		return why_fail(why, EPROTO, "it wakes with status %02x instead of 11", answer.status);
	return 0;
}

struct command {
	enum atca_opcode opcode;
	uint8_t param1;
	uint16_t param2;
	const uint8_t *data;
	size_t len;
};

/* n commands, one after the other, in one spell of being awake; the last one's answer. */
static int run(const struct element *chip, const struct command *commands, size_t n,
	struct atca_answer *answer, struct why *why)
{
	const struct atca_host host = atca_host_make(chip->shared->link, chip->address);
	int rc = wake(&host, why);

	answer->status = ATCA_SUCCESS;
	for (size_t i = 0; rc == 0 && i < n && answer->status == ATCA_SUCCESS; i++) {
		const struct command *c = &commands[i];

		rc = atca_host_command(&host, c->opcode, c->param1, c->param2, c->data, c->len, answer);
		if (rc < 0)
			why_errno(why, rc, "command %02x", c->opcode);
		else if (answer->status == ATCA_CRC_ERROR || answer->status == ATCA_WATCHDOG)
			rc = why_fail(why, EBADMSG, "command %02x was lost (status %02x)", c->opcode,
				answer->status);
	}
	(void)atca_host_idle(&host);
	return rc;
}

static int atecc_open(struct element *chip, struct why *why)
{
	struct atca_answer answer;

	return run(chip, NULL, 0, &answer, why);
}

static int atecc_public_key(struct element *chip, uint32_t key, struct element_public *out, struct why *why)
{
	const struct command gen_key = { ATCA_GEN_KEY, GEN_KEY_PUBLIC, (uint16_t)key, NULL, 0 };
	struct wbuf point = wbuf_to(out->point, sizeof(out->point));
	struct atca_answer answer;
	int rc;

	memset(out, 0, sizeof(*out));
	rc = run(chip, &gen_key, 1, &answer, why);
	if (rc < 0)
		return rc;
	if (answer.status != ATCA_SUCCESS)
		return why_fail(why, EACCES,
			"slot %u gives no public key (status %02x): it holds no private key, its "
			"configuration hides the "
			"public one, or the part is not locked yet",
			key, answer.status);
	if (answer.len != POINT)
		return why_fail(why, EPROTO, "a public key of %zu bytes", answer.len);
	out->type = ELEMENT_KEY_EC;
	out->curve = NID_X9_62_prime256v1;
	wbuf_u8(&point, UNCOMPRESSED);
	wbuf_put(&point, answer.data, answer.len);
	out->point_len = point.len;
	return 0;
}

/* A digest as the number of 32 bytes that ECDSA takes it for: the left ones of a longer one (SEC 1 4.1.3). */
static void as_number(uint8_t number[NUMBER], struct rbuf digest)
{
	size_t len = rbuf_left(&digest) < NUMBER ? rbuf_left(&digest) : NUMBER;

	memset(number, 0, NUMBER);
	rbuf_copy(&digest, number + NUMBER - len, len);
}

/* r and s in DER. */
static int put_der(struct wbuf *out, struct rbuf raw)
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(rbuf_bytes(&raw, NUMBER), NUMBER, NULL);
	BIGNUM *s = BN_bin2bn(rbuf_bytes(&raw, NUMBER), NUMBER, NULL);
	unsigned char *der = NULL;
	int len = -1;

	if (signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1) {
		r = s = NULL;
		len = i2d_ECDSA_SIG(signature, &der);
	}
	if (len > 0)
		wbuf_put(out, der, (size_t)len);
	OPENSSL_free(der);
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(signature);
	return len > 0 && !wbuf_bad(out) ? 0 : -ENOMEM;
}

static int atecc_ecdsa(
	struct element *chip, uint32_t key, struct rbuf digest, struct wbuf *signature, struct why *why)
{
	uint8_t number[NUMBER];
	const struct command commands[] = {
		{ ATCA_NONCE, NONCE_FIXED, 0, number, sizeof(number) },
		{ ATCA_SIGN, SIGN_EXTERNAL, (uint16_t)key, NULL, 0 },
	};
	struct atca_answer answer;
	int rc;

	as_number(number, digest);
	rc = run(chip, commands, 2, &answer, why);
	if (rc < 0)
		return rc;
	if (answer.status != ATCA_SUCCESS)
		return why_fail(why, EACCES,
			"signing with slot %u is refused with status %02x: its configuration does not allow "
			"signatures over "
			"digests from outside",
			key, answer.status);
	if (answer.len != POINT)
		return why_fail(why, EPROTO, "a signature of %zu bytes", answer.len);
	rc = put_der(signature, rbuf_from(answer.data, answer.len));
	return rc < 0 ? why_errno(why, rc, "its signature") : 0;
}

static int atecc_occupied(struct element *chip, uint32_t key, bool *occupied, struct why *why)
{
	const struct command gen_key = { ATCA_GEN_KEY, GEN_KEY_PUBLIC, (uint16_t)key, NULL, 0 };
	struct atca_answer answer;
	int rc = run(chip, &gen_key, 1, &answer, why);

	*occupied = rc == 0 && answer.status == ATCA_SUCCESS;
	return rc;
}

static int atecc_generate(struct element *chip, uint32_t key, int curve, struct why *why)
{
	const struct command gen_key = { ATCA_GEN_KEY, GEN_KEY_PRIVATE, (uint16_t)key, NULL, 0 };
	struct atca_answer answer;
	int rc;

	if (curve != NID_X9_62_prime256v1)
		return why_fail(why, EINVAL, "its keys are on P-256 only");
	rc = run(chip, &gen_key, 1, &answer, why);
	if (rc == 0 && answer.status != ATCA_SUCCESS)
		return why_fail(why, EACCES,
			"slot %u takes no new key (status %02x): its configuration does not allow one, or is "
			"not locked "
			"yet",
			key, answer.status);
	return rc;
}

const struct element_kind element_kind_atecc = {
	.name = "the ATECC",
	.family = REFERENCE_ATECC,
	.open = atecc_open,
	.public_key = atecc_public_key,
	.ecdsa = atecc_ecdsa,
	.occupied = atecc_occupied,
	.generate = atecc_generate,
};

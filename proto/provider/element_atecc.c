/* proto/provider/element_atecc.c: keys in the slots of an ATECC (TNGTLS-B 5; docs/reference/atecc608-evidence.md). */
#include <errno.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <string.h>

#include "atca_keys.h"
#include "element_kind.h"
#include "element_trust.h"

enum {
	NUMBER = 32, /* a half of a signature, a digest */
	UNCOMPRESSED = 0x04,
};

static struct atca_host host_of(const struct element *chip)
{
	struct atca_host host = atca_host_make(chip->shared->link, chip->address);

	host.irreversible_allowed = true; /* element.c asked already */
	if (chip->shared->link->info.clock == WIRE_CLOCK_INSTANT)
		host.patience_ns = 20 * host.poll_ns; /* nothing is ever busy there */
	return host;
}

/* A status of the part is its own word: the sentence is for that; anything else broke the conversation off. */
static int failed(const struct atca_host *host, int rc, struct why *why, const char *words, unsigned int slot)
{
	if (rc == -ETIMEDOUT || rc == -ENXIO)
		return why_fail(why, rc, "nothing answers there");
	if (rc != -EREMOTEIO)
		return why_errno(why, rc, "slot %u", slot);
	if (host->status == ATCA_WATCHDOG)
		return why_fail(why, EBADMSG, "it fell asleep in the middle");
	return why_fail(why, EACCES, "slot %u %s (status %02x)", slot, words, host->status);
}

/* Wakes it, and lets it sleep again. */
static int atecc_open(struct element *chip, struct why *why)
{
	const struct atca_host host = host_of(chip);
	struct atca_answer answer;
	int rc;

	(void)atca_host_idle(
		&host); /* what another host left awake must not answer with what it had to say to that one */
	rc = atca_host_wake(&host, &answer);
	(void)atca_host_idle(&host);
	if (rc == -ETIMEDOUT || rc == -ENXIO)
		return why_fail(why, rc, "nothing answers there");
	if (rc < 0)
		return why_errno(why, rc, "it does not wake");
	if (answer.status != ATCA_AFTER_WAKE)
		return why_fail(why, EPROTO, "it wakes with status %02x instead of 11", answer.status);
	return 0;
}

static int atecc_public_key(struct element *chip, uint32_t key, struct element_public *out, struct why *why)
{
	struct wbuf point = wbuf_to(out->point, sizeof(out->point));
	struct atca_host host = host_of(chip);
	uint8_t xy[ATCA_POINT];
	int rc = atca_public_key(&host, key, xy);

	memset(out, 0, sizeof(*out));
	if (rc < 0)
		return failed(&host, rc, why,
			"gives no public key: it holds no private key, its configuration hides the public "
			"one, or the "
			"part is not locked yet",
			key);
	out->type = ELEMENT_KEY_EC;
	out->curve = NID_X9_62_prime256v1;
	wbuf_u8(&point, UNCOMPRESSED);
	wbuf_put(&point, xy, sizeof(xy));
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

/* R and S in DER. */
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
	struct atca_host host = host_of(chip);
	uint8_t number[NUMBER], raw[ATCA_SIGNATURE];
	int rc;

	as_number(number, digest);
	rc = atca_sign(&host, key, number, raw);
	if (rc < 0)
		return failed(&host, rc, why,
			"does not sign: its configuration does not allow it for digests from outside", key);
	rc = put_der(signature, rbuf_from(raw, sizeof(raw)));
	return rc < 0 ? why_errno(why, rc, "its signature") : 0;
}

static int atecc_occupied(struct element *chip, uint32_t key, bool *occupied, struct why *why)
{
	struct atca_host host = host_of(chip);
	uint8_t xy[ATCA_POINT];
	int rc = atca_public_key(&host, key, xy);

	*occupied = rc == 0;
	return rc == 0 || rc == -EREMOTEIO ? 0 : failed(&host, rc, why, "", key);
}

static int atecc_generate(struct element *chip, uint32_t key, int curve, struct why *why)
{
	struct atca_host host = host_of(chip);
	uint8_t xy[ATCA_POINT];
	int rc;

	if (curve != NID_X9_62_prime256v1)
		return why_fail(why, EINVAL, "its keys are on P-256 only");
	rc = atca_generate(&host, key, xy);
	return rc == 0 ? 0
		       : failed(&host, rc, why,
				 "takes no new key: its configuration does not allow one, or is not locked "
				 "yet",
				 key);
}

static int atecc_certificates(struct element *chip, enum reference_certificate which, uint32_t file,
	struct wbuf *out, struct why *why)
{
	struct atca_host host = host_of(chip);

	(void)file; /* only an SE05x has such */
	return element_trust_certificate(chip->all->provider, &host, which, out, why);
}

const struct element_kind element_kind_atecc = {
	.name = "the ATECC",
	.family = REFERENCE_ATECC,
	.open = atecc_open,
	.public_key = atecc_public_key,
	.ecdsa = atecc_ecdsa,
	.certificates = atecc_certificates,
	.occupied = atecc_occupied,
	.generate = atecc_generate,
};

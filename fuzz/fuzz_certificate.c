/*
 * fuzz/fuzz_certificate.c: X.509 certificates from what a part says, and back. The input is a certificate in DER, or, when
 * its first byte is none of one, a choice of template and names and then what a part holds.
 */
#include <errno.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "atca_certificate.h"
#include "chain.h"
#include "fuzz.h"

enum {
	SEQUENCE = 0x30,
	FORMATS = 4, /* and one that is none */
	CHOICE_SIGNER = 1,
	CHOICE_SESIM = 2,
	CHOICE_NO_AUTHORITY = 4,
	CHOICE_CHAIN = 4, /* bits to the right of it */
};

static const char *const chains[] = { "tngtls-2", "tngtls-3", "tflxtls-4", "tnglora-2", "tnglora-4" };

enum {
	CHAINS = sizeof(chains) / sizeof(chains[0]),
};

/* What a part holds. */
struct part {
	uint8_t compressed[ATCA_COMPRESSED_BYTES];
	uint8_t point[ATCA_POINT_BYTES];
	uint8_t authority[ATCA_POINT_BYTES];
	uint8_t serial[ATCA_PART_SERIAL_BYTES];
	uint8_t eui[ATCA_EUI_MAX];
};

static struct part take_part(struct rbuf *r)
{
	struct part part;

	rbuf_copy(r, part.compressed, sizeof(part.compressed));
	rbuf_copy(r, part.point, sizeof(part.point));
	rbuf_copy(r, part.authority, sizeof(part.authority));
	rbuf_copy(r, part.serial, sizeof(part.serial));
	rbuf_copy(r, part.eui, sizeof(part.eui));
	return part;
}

/* In memory of exactly this size, so that a byte beyond it is seen. */
static size_t build(const struct atca_certificate *from, size_t room, int *rc)
{
	uint8_t *bytes = malloc(room ? room : 1);
	struct wbuf der = wbuf_to(bytes, room);

	*rc = atca_certificate_build(from, &der);
	free(bytes);
	return der.len;
}

/* The dates may name a 29th of February that is none, which no reader of certificates takes. */
static bool is_leap_day(const struct atca_certificate *from)
{
	struct atca_compressed c;

	return atca_compressed_parse(from->compressed, &c) == 0 && c.month == 2 && c.day == 29;
}

static void check_built(const struct atca_certificate *from, struct rbuf der)
{
	uint8_t again[ATCA_COMPRESSED_BYTES], tbs[ATCA_CERTIFICATE_MAX];
	struct wbuf w = wbuf_to(tbs, sizeof(tbs));
	struct rbuf r = rbuf_from(from->compressed, ATCA_COMPRESSED_BYTES);
	const unsigned char *at = der.at;
	X509 *x509 = d2i_X509(NULL, &at, (long)rbuf_left(&der));
	int rc;

	if (!x509 || at != der.at + rbuf_left(&der))
		fuzz_fail("what was built is no certificate");
	X509_free(x509);
	if (atca_certificate_tbs(from, &w) < 0 || w.len + 4 > rbuf_left(&der) ||
		memcmp(der.at + 4, tbs, w.len) != 0)
		fuzz_fail("the part that is signed is another one when it is built alone");
	rbuf_bytes(&r, ATCA_COMPRESSED_BYTES - 2);
	rc = atca_certificate_compress(from->of, rbuf_u8(&r) & 0x0f, der, again);
	if (rc < 0 && !is_leap_day(from))
		fuzz_fail("what was built is not compressed again: %d", rc);
	if (rc == 0 && memcmp(again, from->compressed, sizeof(again)) != 0)
		fuzz_fail("the compressed form is another one than it was built from");
}

static void try_part(struct rbuf r)
{
	uint8_t choice = rbuf_u8(&r), room = rbuf_u8(&r);
	const struct part part = take_part(&r);
	const struct atca_chain_template *chain =
		atca_template_named(chains[(choice >> CHOICE_CHAIN) % CHAINS]);
	const struct atca_certificate from = {
		.of = choice & CHOICE_SIGNER ? chain->signer : chain->device,
		.names = choice & CHOICE_SESIM ? ATCA_NAMES_SESIM : ATCA_NAMES_TEMPLATE,
		.compressed = part.compressed,
		.point = part.point,
		.authority = choice & CHOICE_NO_AUTHORITY ? NULL : part.authority,
		.serial = part.serial,
		.eui = (const char *)part.eui,
		.eui_len = chain->device->eui_len,
	};
	uint8_t bytes[ATCA_CERTIFICATE_MAX];
	struct wbuf der = wbuf_to(bytes, sizeof(bytes));
	int rc = atca_certificate_build(&from, &der), small;
	size_t len;

	if (rc != 0 && rc != -EINVAL)
		fuzz_fail("refused with %d", rc);
	len = build(&from, (size_t)room * 3, &small);
	if (rc == 0 ? small == 0 && len != der.len : small == 0)
		fuzz_fail("with room for %d bytes it ends with %d", room * 3, small);
	if (rc == 0 && small < 0 && (small != -ENOSPC || der.len <= (size_t)room * 3))
		fuzz_fail("with room for %d bytes it ends with %d", room * 3, small);
	if (rc == 0)
		check_built(&from, rbuf_from(bytes, der.len));
}

/* Whatever comes of it, it ends. */
static void try_der(struct rbuf der)
{
	uint8_t compressed[ATCA_COMPRESSED_BYTES], point[ATCA_POINT_BYTES];
	struct why why = { "" };

	for (size_t i = 0; i < CHAINS; i++) {
		const struct atca_chain_template *chain = atca_template_named(chains[i]);

		(void)atca_certificate_compress(chain->device, (unsigned)i % FORMATS, der, compressed);
		(void)atca_certificate_compress(chain->signer, (unsigned)i % FORMATS, der, compressed);
	}
	if (atca_certificate_point(der, point) == 0)
		(void)chain_signed_by(der, point);
	if (chain_verify(der, der, der, -1, &why) < 0 && why.text[0] == '\0')
		fuzz_fail("a chain does not hold, and nobody knows why");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);

	if (rbuf_u8(&r) == SEQUENCE)
		try_der(rbuf_from(bytes, len));
	else
		try_part(rbuf_from(bytes, len));
	return 0;
}

/* libFuzzer's own are enough. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	(void)seed;
	return LLVMFuzzerMutate(bytes, len, max);
}

/*
 * examples/trustgo_certificate.c: the certificates of a Trust&GO, TrustFLEX or LoRaWAN ATECC, rebuilt from its slots.
 *
 *     trustgo-certificate LINK [PINNED.pem]
 *
 * Prints the device's and the signer's certificate as PEM, the former first, as a TLS program wants a chain: the output
 * can be taken as it is. Nothing is printed that is not in order: the device's certificate has to be signed by the key in
 * the signer's, and that one has to be in PINNED.pem or signed by one that is there. Without PINNED.pem nothing says that
 * the signer is anybody's. What `sesim chip authority PROFILE` prints is for simulated parts.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "atca_trust.h"
#include "chain.h"
#include "open_link.h"

/* Where Trust parts are; some were delivered at a blank part's address. */
static const uint16_t addresses[] = { 0x35, 0x36, 0x59, ATCA_ADDRESS_DEFAULT };

enum {
	PIN_MAX = 4096,
	PINS_MAX = 8,
};

struct certificate {
	uint8_t bytes[ATCA_CERTIFICATE_MAX];
	struct wbuf der;
};

/* A certificate that the caller trusts, a signer's or a root's. */
struct pin {
	uint8_t bytes[PIN_MAX];
	struct wbuf der;
};

struct pins {
	struct pin list[PINS_MAX];
	size_t n;
};

static struct rbuf read_of(const struct certificate *certificate)
{
	return rbuf_from(certificate->der.at, certificate->der.len);
}

static int load_pins(struct pins *pins, const char *path, struct why *why)
{
	FILE *file = fopen(path, "re");
	X509 *x509;
	int rc = 0;

	if (!file)
		return why_errno(why, errno, "cannot open %s", path);
	while (rc == 0 && (x509 = PEM_read_X509(file, NULL, NULL, NULL)) != NULL) {
		int len = i2d_X509(x509, NULL);

		if (pins->n == PINS_MAX || len <= 0 || len > PIN_MAX) {
			rc = why_fail(why, E2BIG, "%s holds more than %d certificates, or a very large one",
				path, PINS_MAX);
		} else {
			struct pin *pin = &pins->list[pins->n++];
			unsigned char *at;

			pin->der = wbuf_to(pin->bytes, sizeof(pin->bytes));
			at = wbuf_room(&pin->der, (size_t)len);
			i2d_X509(x509, &at);
		}
		X509_free(x509);
	}
	fclose(file);
	if (rc == 0 && pins->n == 0)
		rc = why_fail(why, EINVAL, "%s holds no certificate in PEM form", path);
	return rc;
}

/* The first part that wakes and is a Trust part; what is said of the others is of no interest then. */
static int find_part(struct link *link, struct atca_trust *part, struct why *why)
{
	int rc = -ENODEV;

	for (size_t i = 0; rc < 0 && i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		struct atca_host host = atca_host_make(link, addresses[i]);

		rc = atca_trust_read(&host, part, why);
		atca_host_sleep(&host);
		if (rc != -ENOENT && rc != -ENXIO && rc != -ETIMEDOUT)
			break;
	}
	return rc;
}

/* Both certificates with these names, if the signatures are over them. authority: the root's key, which ours need. */
static int rebuild(const struct atca_trust *part, enum atca_names names, const uint8_t *authority,
	struct certificate *device, struct certificate *signer, struct why *why)
{
	int rc;

	device->der = wbuf_to(device->bytes, sizeof(device->bytes));
	signer->der = wbuf_to(signer->bytes, sizeof(signer->bytes));
	rc = atca_trust_device(part, names, &device->der, why);
	if (rc == 0)
		rc = atca_trust_signer(part, names, authority, &signer->der, why);
	if (rc == 0)
		rc = chain_verify(read_of(device), rbuf_from(NULL, 0), read_of(signer), -1, why);
	return rc;
}

/* The vendor's names; or those of simulated parts that say so, under each of the roots that it may be. */
static int rebuild_any(const struct atca_trust *part, const struct pins *pins, struct certificate *device,
	struct certificate *signer, struct why *why)
{
	int rc = rebuild(part, ATCA_NAMES_TEMPLATE, NULL, device, signer, why);

	for (size_t i = 0; rc < 0 && i < pins->n; i++) {
		const struct wbuf *der = &pins->list[i].der;
		uint8_t point[ATCA_POINT_BYTES];
		struct why other;

		if (atca_certificate_point(rbuf_from(der->at, der->len), point) == 0 &&
			rebuild(part, ATCA_NAMES_SESIM, point, device, signer, &other) == 0)
			rc = 0;
	}
	return rc;
}

static int check_signer(const struct certificate *signer, const struct pins *pins, struct why *why)
{
	int rc = pins->n == 0 ? 0 : -EACCES;

	for (size_t i = 0; rc < 0 && i < pins->n; i++) {
		const struct wbuf *der = &pins->list[i].der;

		rc = chain_verify(read_of(signer), rbuf_from(NULL, 0), rbuf_from(der->at, der->len), -1, why);
	}
	return rc;
}

static int print(const struct certificate *certificate, const char *whose, struct why *why)
{
	const unsigned char *der = certificate->der.at;
	X509 *x509 = d2i_X509(NULL, &der, (long)certificate->der.len);
	int rc = 0;

	if (x509) {
		printf("%s: ", whose);
		X509_NAME_print_ex_fp(
			stdout, X509_get_subject_name(x509), 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
		printf("\n");
	}
	if (!x509 || PEM_write_X509(stdout, x509) != 1)
		rc = why_fail(why, EIO, "cannot print the %s's certificate", whose);
	X509_free(x509);
	return rc;
}

static int run(const char *link_name, const char *pinned, struct why *why)
{
	struct certificate device;
	struct certificate signer;
	struct pins pins = { .n = 0 };
	struct atca_trust part;
	struct link *link;
	int rc = pinned ? load_pins(&pins, pinned, why) : 0;

	if (rc == 0)
		rc = open_link(&link, link_name, why);
	if (rc < 0)
		return rc;
	rc = find_part(link, &part, why);
	link_close(link);
	if (rc == 0)
		rc = rebuild_any(&part, &pins, &device, &signer, why);
	if (rc == 0)
		rc = check_signer(&signer, &pins, why);
	if (rc == 0)
		rc = print(&device, "device", why);
	if (rc == 0)
		rc = print(&signer, "signer", why);
	return rc;
}

int main(int argc, char **argv)
{
	struct why why = { "" };

	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: trustgo-certificate LINK [PINNED.pem]\nLINK: " OPEN_LINK_USAGE "\n");
		return 2;
	}
	if (run(argv[1], argc == 3 ? argv[2] : NULL, &why) < 0) {
		fprintf(stderr, "trustgo-certificate: %s\n", why.text);
		return 1;
	}
	return 0;
}

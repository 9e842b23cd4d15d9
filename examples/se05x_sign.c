/*
 * examples/se05x_sign.c: an SE050 over /dev/i2c-N: who it is, a key of its own, a signature, an attestation.
 *
 *     se05x-sign /dev/i2c-1 ENC:MAC DIGEST-FILE FOLDER
 *
 * ENC and MAC are the part's platform keys in hex; everything but the reset goes through PlatformSCP03. Into FOLDER go
 * key.der, signature.der; attester.der, the public key that the part attests with, attested.bin, what it signed, and
 * attested.der, the signature. Plain Linux i2c-dev: it does not know that the part is simulated.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>

#include "hex.h"
#include "se05x_host.h"
#include "tlv.h"

enum {
	KEY_VERSION = 0x0b,
	KEY = 0x20000001,
	UNIQUE_ID = 0x7fff0206,
	P256 = 0x03,
	ECDSA_SHA256 = 0x21,
	DIGEST = 32,
	POINT = 65,
};

#define ATTESTER UINT32_C(0xf0000012)

struct program {
	int fd;
	struct se05x_host host;
	const char *folder;
};

static void die(const struct program *p, const char *what, int rc)
{
	if (rc == -EREMOTEIO)
		fprintf(stderr, "se05x-sign: %s is refused with status %04x\n", what, p->host.status);
	else
		fprintf(stderr, "se05x-sign: %s: %s\n", what, strerror(-rc));
	exit(1);
}

static int port_write(void *context, const uint8_t *bytes, size_t len)
{
	const struct program *p = context;

	return write(p->fd, bytes, len) == (ssize_t)len ? 0 : -EIO;
}

/* Adapters have different errors for an address that is not acknowledged: any failure is taken for one. */
static int port_read(void *context, uint8_t *bytes, size_t len)
{
	const struct program *p = context;

	return read(p->fd, bytes, len) == (ssize_t)len ? 0 : -ENXIO;
}

static int port_wait(void *context, uint64_t ns)
{
	(void)context;
	return usleep((useconds_t)(ns / 1000)) == 0 ? 0 : -errno;
}

static void print_hex(const char *what, const uint8_t *bytes, size_t len)
{
	printf("  %-18s", what);
	for (size_t i = 0; i < len; i++)
		printf("%02x", bytes[i]);
	putchar('\n');
}

static void save(const struct program *p, const char *name, const void *bytes, size_t len)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", p->folder, name);
	file = fopen(path, "wb");
	if (!file || fwrite(bytes, 1, len, file) != len || fclose(file) != 0)
		die(p, path, -errno);
}

/* A P-256 point as OpenSSL reads public keys: SubjectPublicKeyInfo (RFC 5480). */
static void save_key(const struct program *p, const char *name, struct rbuf point)
{
	static const uint8_t head[] = { 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d,
		0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00 };
	uint8_t der[sizeof(head) + POINT];
	struct wbuf w = wbuf_to(der, sizeof(der));

	if (rbuf_left(&point) != POINT)
		die(p, "a public key that is none", -EPROTO);
	wbuf_put(&w, head, sizeof(head));
	wbuf_put(&w, point.at, POINT);
	save(p, name, der, w.len);
}

static void put_id(struct wbuf *w, uint8_t tag, uint32_t id)
{
	tlv_head(w, tag, 4);
	wbuf_be32(w, id);
}

static void put_byte(struct wbuf *w, uint8_t tag, uint8_t value)
{
	tlv_put(w, tag, &value, 1);
}

/* Runs a command; the value of its first TLV. */
static struct rbuf command(struct program *p, const char *what, uint8_t ins, uint8_t p1, uint8_t p2,
	const struct wbuf *tlvs, struct wbuf *answer)
{
	struct rbuf r;
	struct tlv tlv = { .tag = 0 };
	int rc;

	answer->len = 0;
	rc = se05x_host_command(&p->host, ins, p1, p2, tlvs, answer);
	if (rc < 0)
		die(p, what, rc);
	r = rbuf_from(answer->at, answer->len);
	if (answer->len > 0 && !tlv_next(&r, &tlv))
		die(p, what, -EPROTO);
	return tlv.value;
}

static struct rbuf read_object(struct program *p, uint32_t id, struct wbuf *answer)
{
	uint8_t bytes[16];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	put_id(&w, TAG_1, id);
	return command(p, "reading", INS_READ, P1_DEFAULT, P2_DEFAULT, &w, answer);
}

static void make_key(struct program *p, struct wbuf *answer)
{
	uint8_t bytes[32];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	put_id(&w, TAG_1, KEY);
	put_byte(&w, TAG_2, P256);
	command(p, "a new key", INS_WRITE, P1_EC | P1_PAIR, P2_DEFAULT, &w, answer);
	save_key(p, "key.der", read_object(p, KEY, answer));
	printf("  key %08x made inside\n", KEY);
}

static void sign(struct program *p, const char *file, struct wbuf *answer)
{
	uint8_t bytes[64], digest[DIGEST];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct rbuf signature;
	FILE *from = fopen(file, "rb");

	if (!from || fread(digest, 1, sizeof(digest), from) != sizeof(digest))
		die(p, file, -EINVAL);
	fclose(from);
	put_id(&w, TAG_1, KEY);
	put_byte(&w, TAG_2, ECDSA_SHA256);
	tlv_put(&w, TAG_3, digest, sizeof(digest));
	signature = command(p, "signing", INS_CRYPTO, P1_SIGNATURE, P2_SIGN, &w, answer);
	save(p, "signature.der", signature.at, rbuf_left(&signature));
	printf("  digest signed\n");
}

/* Applets before 7.2 sign the values of all TLVs before the signature's, one after the other (AN12413 3.2.7.2). */
static void attest(struct program *p, struct wbuf *answer)
{
	uint8_t bytes[64], fresh[16], body[SE05X_DATA_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes)), signed_bytes = wbuf_to(body, sizeof(body));
	struct rbuf r, last = { 0 };
	struct tlv tlv;

	if (getrandom(fresh, sizeof(fresh), 0) != sizeof(fresh))
		die(p, "no random bytes", -errno);
	put_id(&w, TAG_1, KEY);
	put_id(&w, TAG_5, ATTESTER);
	put_byte(&w, TAG_6, ECDSA_SHA256);
	tlv_put(&w, TAG_7, fresh, sizeof(fresh));
	command(p, "attestation", INS_READ | INS_ATTEST, P1_DEFAULT, P2_DEFAULT, &w, answer);
	r = rbuf_from(answer->at, answer->len);
	while (rbuf_left(&r) > 0 && tlv_next(&r, &tlv)) {
		wbuf_put(&signed_bytes, last.at, rbuf_left(&last));
		last = tlv.value;
	}
	save(p, "attested.bin", body, signed_bytes.len);
	save(p, "attested.der", last.at, rbuf_left(&last));
	printf("  key attested by %08x: value, attributes, time, our 16 random bytes, unique id\n", ATTESTER);
	save_key(p, "attester.der", read_object(p, ATTESTER, answer));
}

static void open_part(struct program *p, const char *device, const char *keys)
{
	const struct t1_port port = { port_write, port_read, port_wait, p, false };
	uint8_t enc[SCP03_HOST_KEY], mac[SCP03_HOST_KEY], challenge[SCP03_HOST_CHALLENGE];
	const char *colon = strchr(keys, ':');
	int rc;

	if (!colon || hex_bytes(keys, (size_t)(colon - keys), enc, sizeof(enc)) != SCP03_HOST_KEY ||
		hex_bytes(colon + 1, strlen(colon + 1), mac, sizeof(mac)) != SCP03_HOST_KEY)
		die(p, "ENC:MAC are two keys of 32 hex digits", -EINVAL);
	p->fd = open(device, O_RDWR | O_CLOEXEC);
	if (p->fd < 0 || ioctl(p->fd, I2C_SLAVE, (unsigned long)T1_ADDRESS_DEFAULT) < 0)
		die(p, device, -errno);
	rc = se05x_host_open(&p->host, &port);
	if (rc < 0)
		die(p, "no SE05x answers", rc);
	print_hex("applet", p->host.version, 3);
	if (getrandom(challenge, sizeof(challenge), 0) != sizeof(challenge))
		die(p, "no random bytes", -errno);
	rc = se05x_host_protect(&p->host, KEY_VERSION, enc, mac, challenge);
	if (rc < 0)
		die(p, "PlatformSCP03", rc);
	printf("  PlatformSCP03 is open: commands and answers are encrypted and MACed\n");
}

int main(int argc, char **argv)
{
	struct program p = { .fd = -1 };
	uint8_t bytes[SE05X_DATA_MAX];
	struct wbuf answer = wbuf_to(bytes, sizeof(bytes));
	struct rbuf id;

	if (argc != 5) {
		fprintf(stderr, "usage: se05x-sign /dev/i2c-N ENC:MAC DIGEST-FILE FOLDER\n");
		return 2;
	}
	p.folder = argv[4];
	open_part(&p, argv[1], argv[2]);
	id = read_object(&p, UNIQUE_ID, &answer);
	print_hex("unique id", id.at, rbuf_left(&id));
	make_key(&p, &answer);
	sign(&p, argv[3], &answer);
	attest(&p, &answer);
	t1_host_end(&p.host.t1);
	close(p.fd);
	return 0;
}

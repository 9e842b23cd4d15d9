/*
 * examples/provision.c: an ATECC608A made ready over /dev/i2c-N: locked, with a key of its own, signing.
 *
 *     provision /dev/i2c-1 DIGEST-FILE PUBLIC-KEY.der SIGNATURE.der
 *
 * Plain Linux i2c-dev, as any program has it; it does not know that the part is simulated. On a real
 * part it would lock both zones for good, so it asks for --lock-for-good there.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "atca.h"
#include "crc.h"
#include "cursor.h"

struct part {
	int fd;
};

static void die(const char *what)
{
	fprintf(stderr, "provision: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void address(const struct part *part, unsigned long addr)
{
	if (ioctl(part->fd, I2C_SLAVE, addr) < 0)
		die("cannot select the address");
}

/* A zero byte to address 0 holds SDA low for long enough; nobody acknowledges it. */
static void wake(const struct part *part)
{
	uint8_t zero = 0;
	ssize_t ignored;

	address(part, 0);
	ignored = write(part->fd, &zero, 1);
	(void)ignored;
	usleep(1500);
	address(part, ATCA_ADDRESS_DEFAULT);
}

static void idle(const struct part *part)
{
	uint8_t word = ATCA_WORD_IDLE;

	if (write(part->fd, &word, 1) != 1)
		die("the part does not go idle");
}

/* Polls for the answer; returns its bytes without count and CRC. */
static size_t receive(const struct part *part, uint8_t answer[ATCA_ANSWER_MAX])
{
	uint8_t packet[ATCA_ANSWER_MAX];

	for (int tries = 0; tries < 500; tries++, usleep(2000)) {
		struct rbuf r;
		uint8_t count;

		if (read(part->fd, packet, sizeof(packet)) != (ssize_t)sizeof(packet))
			continue;
		r = rbuf_from(packet, sizeof(packet));
		count = rbuf_u8(&r);
		if (count < ATCA_ANSWER_MIN)
			continue;
		rbuf_copy(&r, answer, count - 3u);
		if (rbuf_le16(&r) != crc16_atca(packet, count - 2u) || rbuf_bad(&r))
			continue;
		return count - 3u;
	}
	errno = ETIMEDOUT;
	die("no answer");
	return 0;
}

static size_t command(const struct part *part, uint8_t opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, uint8_t answer[ATCA_ANSWER_MAX])
{
	uint8_t packet[1 + ATCA_PACKET_MAX];
	struct wbuf w = wbuf_to(packet, sizeof(packet));
	size_t got;

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_u8(&w, (uint8_t)(ATCA_PACKET_MIN + len));
	wbuf_u8(&w, opcode);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	wbuf_put(&w, data, len);
	wbuf_le16(&w, crc16_atca(packet + 1, w.len - 1));

	wake(part);
	if (write(part->fd, packet, w.len) != (ssize_t)w.len)
		die("the part does not take the command");
	got = receive(part, answer);
	idle(part);
	return got;
}

/* For commands that answer a status: anything but 00 ends the program. */
static void must(const struct part *part, const char *what, uint8_t opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len)
{
	uint8_t answer[ATCA_ANSWER_MAX];
	size_t got = command(part, opcode, param1, param2, data, len, answer);

	if (got != 1 || answer[0] != ATCA_SUCCESS) {
		fprintf(stderr, "provision: %s is refused with status %02x\n", what, answer[0]);
		exit(1);
	}
	printf("  %s\n", what);
}

static void must_give(const struct part *part, const char *what, uint8_t opcode, uint8_t param1,
	uint16_t param2, uint8_t *bytes, size_t len)
{
	uint8_t answer[ATCA_ANSWER_MAX];
	size_t got = command(part, opcode, param1, param2, NULL, 0, answer);

	if (got != len) {
		fprintf(stderr, "provision: %s is refused with status %02x\n", what, answer[0]);
		exit(1);
	}
	memcpy(bytes, answer, len);
	printf("  %s\n", what);
}

static void save(const char *path, const uint8_t *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
		die(path);
}

/* SubjectPublicKeyInfo of a P-256 key (RFC 5480). */
static void save_public_key(const char *path, const uint8_t point[64])
{
	static const uint8_t head[] = { 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d,
		0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
		0x04 };
	uint8_t der[sizeof(head) + 64];
	struct wbuf w = wbuf_to(der, sizeof(der));

	wbuf_put(&w, head, sizeof(head));
	wbuf_put(&w, point, 64);
	save(path, der, w.len);
}

/* A DER INTEGER: no leading zeros but the one that keeps it positive. */
static void put_integer(struct wbuf *w, const uint8_t number[32])
{
	struct rbuf r = rbuf_from(number, 32);

	while (rbuf_left(&r) > 1 && *r.at == 0)
		rbuf_u8(&r);
	wbuf_u8(w, 0x02);
	wbuf_u8(w, (uint8_t)(rbuf_left(&r) + (*r.at >> 7)));
	if (*r.at >> 7)
		wbuf_u8(w, 0);
	wbuf_put(w, r.at, rbuf_left(&r));
}

static void save_signature(const char *path, const uint8_t signature[64])
{
	uint8_t body[72];
	uint8_t der[74];
	struct wbuf b = wbuf_to(body, sizeof(body));
	struct wbuf w = wbuf_to(der, sizeof(der));

	put_integer(&b, signature);
	put_integer(&b, signature + 32);
	wbuf_u8(&w, 0x30);
	wbuf_u8(&w, (uint8_t)b.len);
	wbuf_put(&w, body, b.len);
	save(path, der, w.len);
}

static uint16_t config_crc(const struct part *part)
{
	uint8_t config[128];

	for (uint16_t block = 0; block < 4; block++)
		must_give(part, "read a block of the config zone", ATCA_READ, 0x80, (uint16_t)(block << 3),
			config + block * 32, 32);
	return crc16_atca(config, sizeof(config));
}

int main(int argc, char **argv)
{
	struct part part;
	uint8_t digest[32];
	uint8_t point[64];
	uint8_t signature[64];
	FILE *f;

	if (argc != 6 || strcmp(argv[1], "--lock-for-good") != 0) {
		fprintf(stderr,
			"usage: provision --lock-for-good /dev/i2c-N DIGEST PUBLIC-KEY.der SIGNATURE.der\n"
			"locks both zones of the part at 0x60, which on a real part nothing undoes\n");
		return 2;
	}
	f = fopen(argv[3], "rb");
	if (!f || fread(digest, 1, sizeof(digest), f) != sizeof(digest) || fclose(f) != 0)
		die(argv[3]);
	part.fd = open(argv[2], O_RDWR | O_CLOEXEC);
	if (part.fd < 0)
		die(argv[2]);

	must(&part, "lock the config zone", ATCA_LOCK, 0x00, config_crc(&part), NULL, 0);
	must_give(&part, "make a key in slot 0", ATCA_GEN_KEY, 0x04, 0, point, sizeof(point));
	must(&part, "lock the data zone", ATCA_LOCK, 0x81, 0, NULL, 0);
	must(&part, "load the digest", ATCA_NONCE, 0x03, 0, digest, sizeof(digest));
	must_give(&part, "sign it", ATCA_SIGN, 0x80, 0, signature, sizeof(signature));
	save_public_key(argv[4], point);
	save_signature(argv[5], signature);
	close(part.fd);
	return 0;
}

/*
 * tests/stories/boot_middle.c: somebody on the bus between a boot loader and its ATECC608A (tests/stories/secure_boot.sh).
 *
 *     boot-middle BUS IO.key GOOD-DIGEST OTHER-DIGEST
 *
 * The part at BUS has the image of GOOD-DIGEST installed. Whoever is in the middle hears a good start, and tries then to
 * have the other image started: with the part's answers of before, with the plain success that unprotected modes have,
 * and by asking the part again what the host once asked. Exit status 0 when none of that works, and good starts still do.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "boot_host.h"
#include "crc.h"
#include "cursor.h"
#include "open_link.h"

enum {
	HEARD_MAX = 64,
	PROTECTED_FULL_STORE = 0x86,
};

enum behaviour {
	LISTENS,
	REPEATS,   /* answers with what the part once said */
	SAYS_GOOD, /* passes everything on, but says 00 in place of a miscompare */
};

struct message {
	size_t len;
	uint8_t bytes[ATCA_ANSWER_MAX];
};

/* A link over a link. */
struct middle {
	struct link link;
	struct link *under;
	enum behaviour behaviour;
	size_t n_heard, n_repeated;
	struct message heard[HEARD_MAX]; /* what the part said, in order */
	struct message asked;            /* the newest command that the host sent */
};

static const uint8_t miscompare[] = { 0x04, 0x01 }, success[] = { 0x04, 0x00 };

static void hear(struct middle *m, const struct i2c_message *msg)
{
	struct message *to = &m->heard[m->n_heard];

	if (m->n_heard == HEARD_MAX || msg->len > sizeof(to->bytes))
		return;
	to->len = msg->len;
	memcpy(to->bytes, msg->bytes, msg->len);
	m->n_heard++;
}

static void hear_command(struct middle *m, const struct i2c_message *msg)
{
	struct rbuf r = rbuf_from(msg->bytes, msg->len);

	if (rbuf_u8(&r) != ATCA_WORD_COMMAND || rbuf_left(&r) > sizeof(m->asked.bytes))
		return;
	m->asked.len = rbuf_left(&r);
	rbuf_copy(&r, m->asked.bytes, m->asked.len);
}

static int repeat(struct middle *m, struct i2c_message *msg)
{
	const struct message *from = &m->heard[m->n_repeated];

	if (!(msg->flags & I2C_READ))
		return 1;
	if (m->n_repeated == m->n_heard || from->len != msg->len)
		return -ENXIO;
	memcpy(msg->bytes, from->bytes, msg->len);
	m->n_repeated++;
	return 1;
}

/* A count byte is followed by status and CRC in the next read. */
static void say_good(struct i2c_message *msg)
{
	struct wbuf w = wbuf_to(msg->bytes, msg->len);

	if (msg->len != 3 || msg->bytes[0] != miscompare[1])
		return;
	wbuf_u8(&w, success[1]);
	wbuf_le16(&w, crc16_atca(success, sizeof(success)));
}

static int transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct middle *m = (struct middle *)link;
	int rc;

	*done = 1;
	if (n != 1)
		return -EINVAL;
	if (m->behaviour == REPEATS)
		return repeat(m, msgs);
	rc = link_transfer(m->under, msgs, n, done);
	if (rc == 1 && msgs->flags & I2C_READ && m->behaviour == LISTENS)
		hear(m, msgs);
	if (rc == 1 && msgs->flags & I2C_READ && m->behaviour == SAYS_GOOD)
		say_good(msgs);
	if (rc == 1 && !(msgs->flags & I2C_READ) && m->behaviour == LISTENS)
		hear_command(m, msgs);
	return rc;
}

static int wait_in_the_middle(struct link *link, uint64_t ns)
{
	struct middle *m = (struct middle *)link;

	return m->behaviour == REPEATS ? 0 : link_wait(m->under, ns);
}

static void close_middle(struct link *link)
{
	(void)link;
}

static int read_32(const char *path, uint8_t bytes[32])
{
	FILE *file = fopen(path, "rb");
	int rc = file && fread(bytes, 1, 32, file) == 32 ? 0 : -EINVAL;

	if (file)
		fclose(file);
	if (rc < 0)
		fprintf(stderr, "boot-middle: %s has no 32 bytes\n", path);
	return rc;
}

/* A start of that image has to end like this. */
static int start(
	const struct boot_host *host, const uint8_t digest[BOOT_DIGEST], int expected, const char *what)
{
	struct why why = { "it is granted" };
	int rc = boot_check(host, digest, &why);

	printf("boot-middle: %s: %s\n", what, why.text);
	return rc == expected ? 0 : -1;
}

/* The host's question of before, after a nonce of today, whose answer is a matter of luck of 1 in 2^256. */
static int ask_again(struct link *link, const struct message *asked)
{
	static const uint8_t ours[20];
	struct atca_host part = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
	struct rbuf r = rbuf_from(asked->bytes, asked->len);
	struct atca_answer answer;
	uint8_t count = rbuf_u8(&r), opcode = rbuf_u8(&r), mode = rbuf_u8(&r);
	int rc;

	rbuf_le16(&r);
	if (rbuf_bad(&r) || opcode != ATCA_SECURE_BOOT || mode != PROTECTED_FULL_STORE ||
		count != ATCA_PACKET_MIN + BOOT_DIGEST || rbuf_left(&r) != BOOT_DIGEST + 2)
		return -1;
	rc = atca_host_wake(&part, &answer);
	if (rc == 0)
		rc = atca_host_command(&part, ATCA_NONCE, 0, 0, ours, sizeof(ours), &answer);
	if (rc == 0)
		rc = atca_host_command(&part, ATCA_SECURE_BOOT, mode, 0, r.at, BOOT_DIGEST, &answer);
	atca_host_sleep(&part);
	printf("boot-middle: the question of before: status %02x\n", answer.status);
	return rc == 0 && answer.status == ATCA_MISCOMPARE ? 0 : -1;
}

static int attack(struct middle *m, const struct boot_host *host, const uint8_t good[BOOT_DIGEST],
	const uint8_t other[BOOT_DIGEST])
{
	int failed = start(host, good, 0, "a good start");

	m->behaviour = REPEATS;
	failed |= start(host, other, -EBADMSG, "the other image, with the answers of before");
	m->n_repeated = 0;
	failed |= start(host, good, -EBADMSG, "the good image, with the answers of before");
	m->behaviour = SAYS_GOOD;
	failed |= start(host, other, -EBADMSG, "the other image, with a plain success");
	failed |= start(host, good, 0, "the good image beside it");
	failed |= ask_again(m->under, &m->asked);
	return failed;
}

int main(int argc, char **argv)
{
	static const struct link_ops ops = {
		.transfer = transfer, .wait = wait_in_the_middle, .close = close_middle
	};
	struct middle middle = { .link.ops = &ops, .behaviour = LISTENS };
	struct boot_host host = { .part = atca_host_make(&middle.link, ATCA_ADDRESS_DEFAULT) };
	uint8_t good[BOOT_DIGEST], other[BOOT_DIGEST];
	struct why why = { "" };
	int failed;

	if (argc != 5) {
		fprintf(stderr, "usage: boot-middle BUS IO.key GOOD-DIGEST OTHER-DIGEST\n");
		return 2;
	}
	if (read_32(argv[2], host.io_key) < 0 || read_32(argv[3], good) < 0 || read_32(argv[4], other) < 0)
		return 2;
	if (open_link(&middle.under, argv[1], &why) < 0) {
		fprintf(stderr, "boot-middle: %s\n", why.text);
		return 3;
	}
	failed = attack(&middle, &host, good, other);
	link_close(middle.under);
	return failed ? 1 : 0;
}

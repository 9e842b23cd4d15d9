/* tests/conformance/se05x_channel.c: the platform channel step by step. */
#include "se05x_channel.h"

#include <errno.h>
#include <string.h>

static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 0x63, 0x6f, 0x6e, 0x66, 0x6f, 0x72, 0x6d, 0x21 };

bool channel_raw(struct conform *c, const uint8_t *command, size_t len, struct said *to)
{
	uint8_t bytes[SAID_MAX + 2];
	struct wbuf answer = wbuf_to(bytes, sizeof(bytes)), data = wbuf_to(to->bytes, sizeof(to->bytes));
	struct rbuf r, head;
	int rc;

	to->len = 0;
	to->status = 0;
	if (!conform_well(c))
		return false;
	rc = t1_host_apdu(&c->se05x.t1, command, len, &answer);
	if (rc < 0 || answer.len < 2) {
		conform_fail(c, "no answer: %s", rc < 0 ? strerror(-rc) : "it has no status");
		return false;
	}
	r = rbuf_from(bytes, answer.len);
	head = rbuf_take(&r, answer.len - 2);
	wbuf_put(&data, head.at, rbuf_left(&head));
	to->len = data.len;
	to->status = rbuf_be16(&r);
	return true;
}

bool channel_say(struct conform *c, const char *answer, const char *command, ...)
{
	uint8_t bytes[SAID_MAX];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes));
	struct said said;
	va_list args;
	size_t len;

	if (!conform_well(c))
		return false;
	va_start(args, command);
	len = say_vwrite(c, bytes, sizeof(bytes), command, &args);
	va_end(args);
	data.len = len;
	return len > 0 && channel_raw(c, bytes, data.len, &said) && said_as(c, &said, answer, command);
}

bool channel_none(struct conform *c)
{
	struct said said;
	uint8_t bytes[32];
	size_t len = say_write(c, bytes, sizeof(bytes), "00a40400 =a0000003965453000000010300000000 le");

	c->se05x.protects = false;
	return channel_raw(c, bytes, len, &said) && said_as(c, &said, "=.............. 9000", "SELECT");
}

int channel_update_with(struct conform *c, struct scp03_host *host, const uint8_t *enc, const uint8_t *mac)
{
	uint8_t bytes[32];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct said said;

	memset(host, 0, sizeof(*host));
	host->counts_all = say_version(c, 4, 3, 0);
	scp03_host_initialize(&w, c->profile->key_version, challenge);
	if (!channel_raw(c, bytes, w.len, &said) || !said_as(c, &said, "=* 9000", "INITIALIZE UPDATE"))
		return -EIO;
	return scp03_host_update(host, enc, mac, challenge, rbuf_from(said.bytes, said.len));
}

bool channel_update(struct conform *c, struct scp03_host *host)
{
	int rc = channel_update_with(c, host, c->profile->keys[0], c->profile->keys[1]);

	if (rc < 0)
		conform_fail(c, "the card's cryptogram is not of the profile's keys: %s", strerror(-rc));
	return rc == 0;
}

bool channel_open(struct conform *c, uint8_t level)
{
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct said said;

	if (!channel_none(c) || !channel_update(c, &c->se05x.channel))
		return false;
	if (scp03_host_authenticate(&c->se05x.channel, level, &w) < 0) {
		conform_fail(c, "the host's OpenSSL does not make a MAC");
		return false;
	}
	if (!channel_raw(c, bytes, w.len, &said) || !said_as(c, &said, "9000", "EXTERNAL AUTHENTICATE"))
		return false;
	c->se05x.protects = true;
	return true;
}

size_t channel_wrap(struct conform *c, uint8_t *wrapped, size_t cap, const char *command)
{
	uint8_t bytes[SAID_MAX];
	struct wbuf w = wbuf_to(wrapped, cap);
	size_t len = say_write(c, bytes, sizeof(bytes), command);
	struct apdu apdu;

	if (len == 0 || !apdu_parse(rbuf_from(bytes, len), &apdu) ||
		scp03_host_wrap(&c->se05x.channel, &apdu, &w) < 0) {
		conform_fail(c, "the suite's own command is none: %s", command);
		return 0;
	}
	return w.len;
}

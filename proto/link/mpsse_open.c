/* proto/link/mpsse_open.c: an MPSSE made ready for I2C: its options, the way into its answers, its wiring. */
#include "mpsse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "mpsse_talk.h"

enum {
	TRIES = 3,
	SPEED_USUAL = 100000,
	USB_US_MAX = 1000000,
	SPEED_OF_STRETCHING = 600000, /* above, SE050A to D and F stretch (NXP's SE050 data sheet 4.1.1) */
	STALE_MAX = 1 << 17,          /* more bytes than any buffer on the way keeps */
};

static const uint64_t echo_patience_ns = 200000000;

static bool stretch_from(const char *word, size_t len, enum mpsse_stretch *stretch)
{
	static const char *const names[] = {
		[MPSSE_STRETCH_NONE] = "none",
		[MPSSE_STRETCH_POLL] = "poll",
		[MPSSE_STRETCH_ADAPTIVE] = "adaptive",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == len && strncmp(names[i], word, len) == 0) {
			*stretch = (enum mpsse_stretch)i;
			return true;
		}
	return false;
}

/* Decimal digits, no more than max. */
static bool number_from(const char *word, size_t len, uint32_t max, uint32_t *number)
{
	uint32_t value = 0;

	for (size_t i = 0; i < len; i++) {
		if (word[i] < '0' || word[i] > '9')
			return false;
		value = value * 10 + (uint32_t)(word[i] - '0');
		if (value > max)
			return false;
	}
	*number = value;
	return len > 0;
}

int mpsse_options_parse(struct mpsse_options *options, const char *text, struct why *why)
{
	bool stretch_said = false;

	*options = (struct mpsse_options){ .speed_hz = SPEED_USUAL };
	while (text && *text) {
		size_t len = strcspn(text, "&");

		if (len >= 6 && strncmp(text, "speed=", 6) == 0) {
			if (!number_from(text + 6, len - 6, MPSSE_SPEED_MAX, &options->speed_hz) ||
				options->speed_hz < MPSSE_SPEED_MIN)
				return why_fail(why, EINVAL,
					"%.*s is no speed of this link: %d to %d are, in Hz", (int)len, text,
					MPSSE_SPEED_MIN, MPSSE_SPEED_MAX);
		} else if (len >= 4 && strncmp(text, "usb=", 4) == 0) {
			if (!number_from(text + 4, len - 4, USB_US_MAX, &options->usb_us))
				return why_fail(why, EINVAL,
					"%.*s is no time for a round trip over USB: 0 to %d are, in "
					"microseconds",
					(int)len, text, USB_US_MAX);
		} else if (len >= 8 && strncmp(text, "stretch=", 8) == 0) {
			if (!stretch_from(text + 8, len - 8, &options->stretch))
				return why_fail(why, EINVAL,
					"%.*s says nothing of clock stretching: none, poll and adaptive do",
					(int)len, text);
			stretch_said = true;
		} else {
			return why_fail(why, EINVAL,
				"%.*s is no option of this link: speed=HZ and stretch=none|poll|adaptive are",
				(int)len, text);
		}
		text += len + (text[len] == '&');
	}
	if (!stretch_said && options->speed_hz > SPEED_OF_STRETCHING)
		options->stretch = MPSSE_STRETCH_POLL;
	return 0;
}

/* Throws away what comes, until it is quiet and the last of it was FA and this opcode, which is none. */
static int find_echo(struct mpsse *m, enum mpsse_opcode opcode)
{
	uint64_t deadline = m->port.now(m->port.context) + echo_patience_ns;
	uint8_t before = 0, last = 0;

	for (size_t seen = 0; seen < STALE_MAX;) {
		uint8_t bytes[64];
		int n = m->port.read(m->port.context, bytes, sizeof(bytes));
		struct rbuf r = rbuf_from(bytes, n > 0 ? (size_t)n : 0);

		if (n < 0)
			return n;
		seen += rbuf_left(&r);
		while (rbuf_left(&r) > 0) {
			before = last;
			last = rbuf_u8(&r);
		}
		if (n == 0 && before == MPSSE_BAD && last == opcode)
			return 0;
		if (n == 0 && m->port.now(m->port.context) > deadline)
			break;
	}
	return -EPROTO;
}

static int set_up(struct mpsse *m, struct why *why)
{
	struct wbuf w = mpsse_batch(m);
	uint8_t answers[2] = { 0 };
	struct rbuf r = rbuf_from(answers, sizeof(answers));
	uint8_t bad, opcode;
	int rc;

	mpsse_put_setup(&w, &m->pace);
	rc = mpsse_ask(m, &w, answers, sizeof(answers));
	if (rc < 0)
		return rc;
	bad = rbuf_u8(&r);
	opcode = rbuf_u8(&r);
	if (bad == MPSSE_BAD && opcode == MPSSE_DRIVE_ZERO)
		return why_fail(why, EOPNOTSUPP,
			"this device has an MPSSE without open-drain outputs, it refuses 9E: an FT232H has "
			"them");
	return bad == MPSSE_BAD && opcode == MPSSE_NO_OPCODE_2 ? 0 : -EPROTO;
}

static int went_away(struct why *why)
{
	return why_fail(why, ENODEV, "the device went away while it was set up");
}

int mpsse_prepare(struct mpsse *m, struct why *why)
{
	static const uint8_t echo[] = { MPSSE_NO_OPCODE, MPSSE_FLUSH };
	int rc = -EPROTO;

	/* What an earlier user left half said may swallow the first try. */
	for (int try = 0; try < TRIES && (rc == -EPROTO || rc == -ETIMEDOUT); try++) {
		rc = m->port.reset(m->port.context);
		if (rc == 0)
			rc = m->port.write(m->port.context, echo, sizeof(echo));
		if (rc >= 0)
			rc = find_echo(m, MPSSE_NO_OPCODE);
		if (rc == 0)
			rc = set_up(m, why);
	}
	if (rc == -EPROTO || rc == -ETIMEDOUT)
		return why_fail(why, EPROTO,
			"the device does not answer as an MPSSE does (FA AA to AA): an FT232H that nobody "
			"else "
			"uses would");
	return rc == -ENODEV ? went_away(why) : rc;
}

/* What the pins are to be in each of the three looks of mpsse_put_wiring(). */
struct wiring_rule {
	size_t look;
	uint8_t pin;
	bool high;
	bool adaptive; /* only matters there */
	const char *sentence;
};

static const struct wiring_rule wiring_rules[] = {
	{ 0, MPSSE_SCL, true, false,
		"SCL (AD0) is low on an idle bus: it needs a pull-up, and the part on it power" },
	{ 0, MPSSE_SDA_IN, true, false,
		"SDA (AD1 and AD2) is low on an idle bus, nine clocks did not free it: it needs a pull-up, "
		"and "
		"the "
		"part on it power" },
	{ 2, MPSSE_SDA_IN, false, false, "AD2 does not follow AD1: both are to be tied together, as SDA" },
	{ 0, MPSSE_SCL_ECHO, true, true,
		"AD7 does not follow SCL: stretch=adaptive needs it tied to AD0, stretch=poll does not" },
	{ 1, MPSSE_SCL_ECHO, false, true,
		"AD7 does not follow SCL: stretch=adaptive needs it tied to AD0, stretch=poll does not" },
};

static int look_at_wiring(struct mpsse *m, uint8_t looks[3])
{
	struct wbuf w = mpsse_batch(m);

	mpsse_put_wiring(&w, &m->pace);
	return mpsse_ask(m, &w, looks, 3);
}

static int check_wiring(struct mpsse *m, struct why *why)
{
	uint8_t looks[3] = { 0 };
	struct rbuf r = rbuf_from(looks, sizeof(looks));
	int rc = look_at_wiring(m, looks);

	/* A part that was left in the middle of a byte. */
	if (rc == 0 && (rbuf_u8(&r) & (MPSSE_SCL | MPSSE_SDA_IN)) == MPSSE_SCL && mpsse_mend(m) == 0)
		rc = look_at_wiring(m, looks);
	if (rc == -ENODEV)
		return went_away(why);
	if (rc < 0)
		return why_errno(why, rc, "the device stopped answering while its wires were looked at");
	for (size_t i = 0; i < sizeof(wiring_rules) / sizeof(wiring_rules[0]); i++) {
		const struct wiring_rule *rule = &wiring_rules[i];

		if (rule->adaptive && m->options.stretch != MPSSE_STRETCH_ADAPTIVE)
			continue;
		r = rbuf_from(looks, sizeof(looks));
		rbuf_bytes(&r, rule->look);
		if (!(rbuf_u8(&r) & rule->pin) == rule->high)
			return why_fail(why, EIO, "%s", rule->sentence);
	}
	return 0;
}

int mpsse_open(
	struct mpsse *m, const struct mpsse_port *port, const struct mpsse_options *options, struct why *why)
{
	int rc;

	*m = (struct mpsse){ .port = *port, .options = *options, .pace = mpsse_pace_for(options->speed_hz) };
	rc = mpsse_prepare(m, why);
	if (rc == 0)
		rc = check_wiring(m, why);
	if (rc < 0)
		mpsse_close(m);
	return rc;
}

void mpsse_close(struct mpsse *m)
{
	m->port.close(m->port.context);
}

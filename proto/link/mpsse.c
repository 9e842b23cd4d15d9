/* proto/link/mpsse.c: transactions on an I2C bus behind an MPSSE, a round trip at a time. */
#include "mpsse.h"

#include <errno.h>
#include <string.h>

#include "cursor.h"
#include "mpsse_talk.h"

enum {
	POLL_NS = 50000,
	ATECC_WAKE_NS = 60000, /* SDA low for as long wakes it (LORA-B table 10-2) */
	PULSE_NS = 80000,
	ADDRESS_BITS = 8,
	BOTH = MPSSE_SCL | MPSSE_SDA_IN,
};

struct wbuf mpsse_batch(struct mpsse *m)
{
	return wbuf_to(m->commands, sizeof(m->commands));
}

int mpsse_ask(struct mpsse *m, const struct wbuf *commands, void *answers, size_t n)
{
	struct wbuf to = wbuf_to(answers, n);
	uint64_t deadline = m->port.now(m->port.context) + MPSSE_PATIENCE_NS;
	int rc = wbuf_bad(commands) ? -EINVAL : m->port.write(m->port.context, commands->at, commands->len);

	while (rc >= 0 && wbuf_left(&to) > 0) {
		rc = m->port.read(m->port.context, to.at + to.len, wbuf_left(&to));
		if (rc > 0)
			wbuf_room(&to, (size_t)rc);
		else if (rc == 0 && m->port.now(m->port.context) > deadline)
			rc = -ETIMEDOUT;
	}
	return rc < 0 ? rc : 0;
}

/* The same in a transaction. An engine that is silent is waiting for SCL, and begins anew; any other failure is the end. */
static int exchange(struct mpsse *m, struct wbuf *commands, void *answers, size_t n)
{
	int rc = mpsse_ask(m, commands, answers, n);

	*commands = mpsse_batch(m);
	if (rc == -ETIMEDOUT && mpsse_prepare(m, NULL) == 0) {
		m->unsettled = true;
		return -ETIMEDOUT;
	}
	if (rc < 0)
		m->gone = true;
	return rc < 0 ? -ENODEV : 0;
}

/* Looks at SCL until it is high. */
static int until_scl_high(struct mpsse *m, uint8_t *pins)
{
	uint64_t deadline = m->port.now(m->port.context) + MPSSE_STRETCH_NS;
	int rc = 0;

	while (rc == 0 && !(*pins & MPSSE_SCL)) {
		struct wbuf w = mpsse_batch(m);

		if (m->port.now(m->port.context) > deadline)
			return -ETIMEDOUT;
		m->port.wait(m->port.context, POLL_NS);
		mpsse_put_pins(&w);
		rc = exchange(m, &w, pins, 1);
	}
	return rc;
}

int mpsse_mend(struct mpsse *m)
{
	struct wbuf w = mpsse_batch(m);
	uint8_t answers[MPSSE_NINE + 1] = { 0 };
	struct rbuf r = rbuf_from(answers, sizeof(answers));
	uint8_t pins = 0;
	int rc;

	mpsse_put_release(&w);
	mpsse_put_pins(&w);
	rc = exchange(m, &w, &pins, 1);
	if (rc == 0)
		rc = until_scl_high(m, &pins);

	if (rc == 0 && !(pins & MPSSE_SDA_IN)) {
		mpsse_put_nine(&w);
		mpsse_put_stop(&w, &m->pace);
		rc = exchange(m, &w, answers, sizeof(answers));
		rbuf_bytes(&r, MPSSE_NINE);
		pins = rbuf_u8(&r);
	}
	if (rc == 0 && (pins & BOTH) != BOTH)
		rc = -ETIMEDOUT;
	m->unsettled = rc != 0;
	return rc;
}

/* A transaction under way: the commands of its next round trip. */
struct run {
	struct mpsse *m;
	struct wbuf w;
	uint8_t before; /* the pins before START; looked at with the first answer */
	bool before_due;
	bool over;    /* STOP was made, or nothing can be made any more */
	bool excused; /* a read of nothing: the chip sends its first bit, and STOP may not get through */
	uint8_t pins; /* after STOP */
};

/* Where SCL is not looked at, STOP needs no look either: it goes with what is before it. */
static bool trusts(const struct run *run)
{
	return run->m->options.stretch == MPSSE_STRETCH_NONE;
}

static void put_adaptive(struct run *run, bool on)
{
	if (run->m->options.stretch == MPSSE_STRETCH_ADAPTIVE)
		mpsse_put_adaptive(&run->w, on);
}

static void put_end(struct run *run)
{
	mpsse_put_stop(&run->w, &run->m->pace);
	run->over = true;
}

/* A round trip, in which the pins before START may come back first, and those after STOP last. */
static int trip(struct run *run, uint8_t *answers, size_t n)
{
	uint8_t all[2 + MPSSE_CHUNK] = { 0 };
	size_t extra = (run->before_due ? 1u : 0u) + (run->over ? 1u : 0u);
	struct rbuf r = rbuf_from(all, n + extra);
	int rc;

	if (!run->over)
		mpsse_put_flush(&run->w);
	rc = exchange(run->m, &run->w, all, n + extra);
	if (rc < 0) {
		run->over = true;
		run->pins = BOTH; /* nobody saw */
		return rc;
	}
	if (run->before_due)
		run->before = rbuf_u8(&r);
	run->before_due = false;
	rbuf_copy(&r, answers, n);
	if (run->over)
		run->pins = rbuf_u8(&r);
	if ((run->before & BOTH) == BOTH)
		return 0;
	/* The bus was not free, so there was no START. */
	run->before = BOTH;
	return -ETIMEDOUT;
}

/* SCL raised by hand: until it is high. The pins are then those of the bit. */
static int raised(struct run *run, uint8_t *pins)
{
	int rc = until_scl_high(run->m, pins);

	if (rc < 0 && !run->m->gone) {
		struct wbuf w = mpsse_batch(run->m);

		mpsse_put_release(&w);
		exchange(run->m, &w, NULL, 0);
		run->m->unsettled = true;
	}
	run->over = run->over || rc < 0;
	run->pins = BOTH;
	return rc;
}

static int send_by_hand(struct run *run, uint8_t byte, bool *acknowledged)
{
	uint8_t pins = 0;
	int rc;

	mpsse_put_raise(&run->w, &run->m->pace, byte >> 7);
	rc = trip(run, &pins, 1);
	if (rc == 0)
		rc = raised(run, &pins);
	if (rc < 0)
		return rc;
	mpsse_put_send_rest(&run->w, &run->m->pace, byte);
	mpsse_put_raise(&run->w, &run->m->pace, true);
	rc = trip(run, &pins, 1);
	if (rc == 0)
		rc = raised(run, &pins);
	*acknowledged = !(pins & MPSSE_SDA_IN);
	mpsse_put_lower(&run->w, &run->m->pace, true);
	return rc;
}

/* Sends a byte; the transaction ends with it when `end`, which is the same round trip. */
static int send(struct run *run, uint8_t byte, bool end, bool *acknowledged)
{
	uint8_t bit = 1;
	int rc;

	if (run->m->options.stretch == MPSSE_STRETCH_POLL)
		return send_by_hand(run, byte, acknowledged);
	mpsse_put_send(&run->w, byte);
	if (end && trusts(run))
		put_end(run);
	rc = trip(run, &bit, 1);
	*acknowledged = !(bit & 1);
	return rc;
}

/* Its first bit and the host's acknowledge bit by hand, the seven between clocked. */
static int receive_by_hand(struct run *run, uint8_t *byte, bool last)
{
	uint8_t answers[2] = { 0 }, pins = 0;
	struct rbuf r = rbuf_from(answers, sizeof(answers));
	bool top;
	int rc;

	mpsse_put_raise(&run->w, &run->m->pace, true);
	rc = trip(run, &pins, 1);
	if (rc == 0)
		rc = raised(run, &pins);
	if (rc < 0)
		return rc;
	top = pins & MPSSE_SDA_IN;
	mpsse_put_receive_rest(&run->w, &run->m->pace);
	mpsse_put_raise(&run->w, &run->m->pace, last);
	rc = trip(run, answers, sizeof(answers));
	*byte = (uint8_t)(top << 7 | (rbuf_u8(&r) & 0x7f));
	pins = rbuf_u8(&r);
	if (rc == 0)
		rc = raised(run, &pins);
	mpsse_put_lower(&run->w, &run->m->pace, last);
	return rc;
}

/* Reads n bytes, of which the last is not acknowledged when `last`; the transaction ends with it when `end`. */
static int receive(struct run *run, struct wbuf *to, size_t n, bool last, bool end)
{
	int rc = 0;

	for (; run->m->options.stretch == MPSSE_STRETCH_POLL && n > 0 && rc == 0; n--) {
		uint8_t byte = 0;

		rc = receive_by_hand(run, &byte, last && n == 1);
		wbuf_u8(to, byte);
	}
	while (n > 0 && rc == 0) {
		size_t now = n < MPSSE_CHUNK ? n : MPSSE_CHUNK;
		uint8_t *room = wbuf_room(to, now);

		if (!room)
			return -EINVAL;
		n -= now;
		mpsse_put_receive(&run->w, now, last && n == 0);
		if (end && n == 0 && trusts(run))
			put_end(run);
		rc = trip(run, room, now);
	}
	return rc;
}

/* A read whose first byte says how many follow. */
static int receive_counted(struct run *run, struct i2c_message *m, bool end)
{
	uint8_t surplus;
	struct wbuf to = wbuf_to(m->bytes, (size_t)m->len + I2C_COUNTED_MAX);
	struct wbuf nowhere = wbuf_to(&surplus, 1);
	struct rbuf r = rbuf_from(m->bytes, 1);
	int rc = receive(run, &to, 1, false, false);
	uint8_t count = rc < 0 ? 0 : rbuf_u8(&r);

	/* A count no host takes adds nothing: who asked sees it in the first byte. */
	if (count <= I2C_COUNTED_MAX)
		m->len = (uint16_t)(m->len + count);
	if (rc < 0)
		return rc;
	/* The count was acknowledged: one byte more has to be read to say that it was the last. */
	return m->len > 1 ? receive(run, &to, m->len - 1u, true, end) : receive(run, &nowhere, 1, true, end);
}

static int send_all(struct run *run, const struct i2c_message *m, bool end)
{
	struct rbuf r = rbuf_from(m->bytes, m->len);

	while (rbuf_left(&r) > 0) {
		size_t at = m->len - rbuf_left(&r);
		bool acknowledged;
		uint8_t byte = rbuf_u8(&r);
		int rc = send(run, byte, end && rbuf_left(&r) == 0, &acknowledged);

		if (rc < 0)
			return rc;
		if (!acknowledged) {
			run->m->nacked_at = at;
			return -EIO;
		}
	}
	return 0;
}

/* SCL is raised by hand with SDA so; what follows is up to the caller. */
static int raise_scl(struct run *run, bool sda)
{
	uint8_t pins = 0;
	int rc;

	put_adaptive(run, false);
	mpsse_put_raise(&run->w, &run->m->pace, sda);
	rc = trip(run, &pins, 1);
	return rc < 0 ? rc : raised(run, &pins);
}

static int restart(struct run *run)
{
	int rc;

	if (trusts(run)) {
		mpsse_put_restart(&run->w, &run->m->pace);
		return 0;
	}
	rc = raise_scl(run, true);
	mpsse_put_fall(&run->w, &run->m->pace);
	put_adaptive(run, true);
	return rc;
}

static int run_message(struct run *run, struct i2c_message *m, bool first, bool end)
{
	bool read = m->flags & I2C_READ;
	struct wbuf to = wbuf_to(m->bytes, m->len);
	bool acknowledged;
	int rc = 0;

	if (first) {
		mpsse_put_start(&run->w, &run->m->pace);
		run->before_due = true;
		put_adaptive(run, true);
	} else {
		rc = restart(run);
	}
	if (rc < 0)
		return rc;
	run->excused = read && m->len == 0;
	rc = send(run, (uint8_t)(m->addr << 1 | read), end && m->len == 0, &acknowledged);
	if (rc < 0)
		return rc;
	if (!acknowledged)
		return -ENXIO;
	if (!read)
		return send_all(run, m, end);
	return m->flags & I2C_RECV_LEN && m->len > 0 ? receive_counted(run, m, end)
						     : receive(run, &to, m->len, true, end);
}

/* STOP, if it was not made, and a look at what is left of the bus. */
static int finish(struct run *run)
{
	int rc = 0;

	if (!run->over && trusts(run)) {
		put_end(run);
		rc = trip(run, NULL, 0);
	} else if (!run->over) {
		rc = raise_scl(run, false);
		if (rc < 0)
			return rc;
		mpsse_put_idle(&run->w, &run->m->pace);
		run->over = true;
		rc = trip(run, NULL, 0);
	}
	if (rc < 0 || (run->pins & BOTH) == BOTH)
		return rc;
	rc = mpsse_mend(run->m);
	return rc < 0 || run->excused ? rc : -ETIMEDOUT;
}

static int check_messages(const struct i2c_message *msgs, size_t n)
{
	if (n == 0 || n > I2C_MESSAGES_MAX)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (msgs[i].len > I2C_MESSAGE_MAX || (msgs[i].len > 0 && !msgs[i].bytes))
			return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (msgs[i].flags & (I2C_TEN_BIT | I2C_NO_START) || msgs[i].addr > 0x7f)
			return -EOPNOTSUPP;
	return 0;
}

/* A write to address 0 is how a host wakes an ATECC: eight low bits, which at this speed are too short. */
static bool is_short_wake(const struct mpsse *m, const struct i2c_message *msgs, size_t n)
{
	return n == 1 && msgs[0].addr == 0 && !(msgs[0].flags & I2C_READ) &&
	       ADDRESS_BITS * 1000000000ull / m->pace.speed_hz < ATECC_WAKE_NS;
}

int mpsse_transfer(struct mpsse *m, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct run run = { .m = m, .w = mpsse_batch(m), .before = BOTH, .pins = BOTH };
	int rc = check_messages(msgs, n), ended;

	*done = 0;
	m->nacked_at = 0;
	if (rc < 0 || m->gone)
		return rc < 0 ? rc : -ENODEV;
	if (m->unsettled)
		rc = mpsse_mend(m);
	if (rc == 0 && is_short_wake(m, msgs, n))
		rc = mpsse_pulse(m, PULSE_NS);
	if (rc < 0)
		return rc;
	for (*done = 0; *done < n && rc == 0; *done += rc == 0)
		rc = run_message(&run, &msgs[*done], *done == 0, *done + 1 == n);
	ended = finish(&run);
	if (ended < 0 || rc < 0)
		return ended < 0 ? ended : rc;
	return (int)n;
}

int mpsse_pulse(struct mpsse *m, uint64_t ns)
{
	struct wbuf w = mpsse_batch(m);
	int rc;

	if (m->gone)
		return -ENODEV;
	mpsse_put_low(&w);
	rc = exchange(m, &w, NULL, 0);
	if (rc < 0)
		return rc;
	/* USB makes it longer, never shorter. */
	m->port.wait(m->port.context, ns);
	mpsse_put_release(&w);
	return exchange(m, &w, NULL, 0);
}

/* sim/bus/bus.c: transactions on a virtual I2C bus, with the bits they put on SDA. */
#include "bus.h"

#include <errno.h>
#include <string.h>

#include "brownout.h"

void bus_init(struct bus *bus, enum clock_mode mode, uint32_t speed_hz)
{
	memset(bus, 0, sizeof(*bus));
	bus->clock = clock_make(mode);
	bus->speed_hz = speed_hz;
}

struct bus_seat *bus_attach(
	struct bus *bus, const struct chip_model *model, void *chip, const struct chip_env *env)
{
	struct bus_seat *seat;

	if (bus->n_seats == BUS_CHIPS_MAX)
		return NULL;
	seat = &bus->seats[bus->n_seats++];
	*seat = (struct bus_seat){ .model = model, .chip = chip, .env = *env };
	if (bus->clock.mode == CLOCK_INSTANT)
		seat->env.latency = LATENCY_NONE;
	bus_power(bus, seat, true);
	return seat;
}

void bus_power(struct bus *bus, struct bus_seat *seat, bool on)
{
	seat->env.now_ns = clock_now(&bus->clock);
	if (seat->powered == on)
		return;
	seat->powered = on;
	if (on)
		seat->model->power_on(seat->chip, &seat->env);
	else
		seat->model->power_off(seat->chip, &seat->env);
}

void bus_watch(struct bus *bus, struct bus_watcher *watcher)
{
	struct bus_watcher **end = &bus->watchers;

	while (*end)
		end = &(*end)->next;
	watcher->next = NULL;
	*end = watcher;
}

void bus_unwatch(struct bus *bus, const struct bus_watcher *watcher)
{
	struct bus_watcher **at = &bus->watchers;

	while (*at && *at != watcher)
		at = &(*at)->next;
	if (*at)
		*at = watcher->next;
}

/* SDA bit by bit: how many bits went by, how long the present low is, the longest so far. */
struct sda {
	uint64_t bits;
	uint64_t low;
	uint64_t longest;
};

static void sda_bit(struct sda *sda, bool high)
{
	sda->bits++;
	sda->low = high ? 0 : sda->low + 1;
	if (sda->low > sda->longest)
		sda->longest = sda->low;
}

/* Eight bits, MSB first, and the acknowledge bit: low when somebody acknowledges. */
static void sda_byte(struct sda *sda, uint8_t byte, bool acknowledged)
{
	for (int bit = 7; bit >= 0; bit--)
		sda_bit(sda, byte >> bit & 1);
	sda_bit(sda, !acknowledged);
}

static uint64_t sda_time(const struct bus *bus, uint64_t bits)
{
	return bits * 1000000000u / bus->speed_hz;
}

/* The transaction under way. */
struct transaction {
	struct bus *bus;
	struct sda sda;
	uint64_t start_ns;
	uint64_t held_ns;             /* how long a fault held SDA low */
	bool touched[BUS_CHIPS_MAX];  /* acknowledged some message: hears STOP */
	bool selected[BUS_CHIPS_MAX]; /* acknowledged this message */
};

static struct chip_env *seat_now(struct transaction *t, struct bus_seat *seat)
{
	seat->env.now_ns = t->start_ns + sda_time(t->bus, t->sda.bits);
	return &seat->env;
}

static bool address_phase(struct transaction *t, const struct i2c_message *m)
{
	bool read = m->flags & I2C_READ;
	bool acknowledged = false;

	memset(t->selected, 0, t->bus->n_seats);
	for (size_t i = 0; i < t->bus->n_seats; i++) {
		struct bus_seat *seat = &t->bus->seats[i];

		if (!seat->powered || !seat->model->select(seat->chip, seat_now(t, seat), m->addr, read))
			continue;
		t->selected[i] = t->touched[i] = true;
		acknowledged = true;
	}
	sda_byte(&t->sda, (uint8_t)(m->addr << 1 | read), acknowledged);
	return acknowledged;
}

static void lose_power(struct transaction *t, uint64_t dark_ns)
{
	for (size_t i = 0; i < t->bus->n_seats; i++) {
		if (!t->selected[i])
			continue;
		brownout_strike(
			t->bus, &t->bus->seats[i], t->start_ns + sda_time(t->bus, t->sda.bits), dark_ns);
		t->selected[i] = t->touched[i] = false;
	}
}

/* Returns how many bytes somebody acknowledged. */
static size_t write_phase(struct transaction *t, const struct i2c_message *m)
{
	struct bus_bender *bender = t->bus->bender;
	struct bus_heard heard = { .bytes = m->bytes, .len = m->len, .acknowledged_max = m->len };
	size_t acknowledged = 0, brownout;
	uint64_t dark_ns = 0;

	brownout = brownout_of(t->bus, t->selected, m, &dark_ns);
	if (bender)
		heard = bender->write(bender, m, t->start_ns + sda_time(t->bus, t->sda.bits));
	if (brownout < heard.len)
		heard.len = heard.acknowledged_max = brownout;
	for (size_t i = 0; i < t->bus->n_seats; i++) {
		struct bus_seat *seat = &t->bus->seats[i];
		size_t taken;

		if (!t->selected[i])
			continue;
		taken = seat->model->write(seat->chip, seat_now(t, seat), heard.bytes, heard.len);
		if (taken > acknowledged)
			acknowledged = taken;
	}
	/* A host that was not refused believes that all of it went through. */
	if (acknowledged >= heard.len)
		acknowledged = m->len;
	if (acknowledged > heard.acknowledged_max)
		acknowledged = heard.acknowledged_max;
	for (size_t i = 0; i < m->len && i <= acknowledged; i++)
		sda_byte(&t->sda, m->bytes[i], i < acknowledged);
	if (brownout < m->len)
		lose_power(t, dark_ns);
	return acknowledged;
}

/* Reads len bytes. Two chips at one address pull the same wire: what is read is the AND of both. */
static void read_bytes(struct transaction *t, uint8_t *bytes, size_t len)
{
	bool first = true;

	for (size_t i = 0; i < t->bus->n_seats; i++) {
		struct bus_seat *seat = &t->bus->seats[i];

		if (!t->selected[i])
			continue;
		if (first) {
			seat->model->read(seat->chip, seat_now(t, seat), bytes, len);
			first = false;
			continue;
		}
		for (size_t k = 0; k < len; k++) {
			uint8_t other;

			seat->model->read(seat->chip, seat_now(t, seat), &other, 1);
			bytes[k] &= other;
		}
	}
}

static void read_phase(struct transaction *t, struct i2c_message *m)
{
	uint64_t dark_ns = 0;
	size_t brownout = brownout_of(t->bus, t->selected, m, &dark_ns);

	if (m->flags & I2C_RECV_LEN && m->len > 0) {
		read_bytes(t, m->bytes, 1);
		/* A count no host takes adds nothing: who asked sees it in the first byte. */
		if (m->bytes[0] <= I2C_COUNTED_MAX)
			m->len = (uint16_t)(m->len + m->bytes[0]);
		read_bytes(t, m->bytes + 1, m->len - 1u);
	} else {
		read_bytes(t, m->bytes, m->len);
	}
	if (brownout < m->len)
		memset(m->bytes + brownout, 0xff, m->len - brownout);
	if (t->bus->bender)
		t->bus->bender->read(t->bus->bender, m);
	for (size_t i = 0; i < m->len; i++)
		sda_byte(&t->sda, m->bytes[i], i + 1 < m->len);
	if (brownout < m->len)
		lose_power(t, dark_ns);
}

static bool messages_valid(const struct i2c_message *msgs, size_t n)
{
	if (n == 0 || n > I2C_MESSAGES_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		if (msgs[i].len > I2C_MESSAGE_MAX || (msgs[i].len > 0 && !msgs[i].bytes))
			return false;
	return true;
}

/* A fault before a message's START. */
static enum bus_outcome fault_phase(struct transaction *t, const struct i2c_message *m)
{
	struct bus_bender *bender = t->bus->bender;
	enum bus_outcome outcome;

	if (!bender)
		return BUS_OK;
	outcome = bender->message(bender, m, t->start_ns + sda_time(t->bus, t->sda.bits), &t->held_ns);
	if (outcome == BUS_ADDRESS_NACK || outcome == BUS_ARBITRATION_LOST)
		sda_byte(&t->sda, (uint8_t)(m->addr << 1 | (m->flags & I2C_READ)), false);
	return outcome;
}

static enum bus_outcome run_messages(struct transaction *t, struct bus_event *event)
{
	for (event->done = 0; event->done < event->n; event->done++) {
		struct i2c_message *m = &event->messages[event->done];
		bool continues = event->done > 0 && m->flags & I2C_NO_START;
		enum bus_outcome fault = continues ? BUS_OK : fault_phase(t, m);

		if (fault != BUS_OK)
			return fault;
		/* No chip here has a 10-bit address: the first byte, 11110xx, finds nobody. */
		if (m->flags & I2C_TEN_BIT) {
			sda_byte(&t->sda, (uint8_t)(0xf0 | (m->addr >> 7 & 0x06)), false);
			return BUS_ADDRESS_NACK;
		}
		if (!continues && !address_phase(t, m))
			return BUS_ADDRESS_NACK;
		if (m->flags & I2C_READ) {
			read_phase(t, m);
			continue;
		}
		event->nacked_at = write_phase(t, m);
		if (event->nacked_at < m->len)
			return BUS_DATA_NACK;
		event->nacked_at = 0;
	}
	return BUS_OK;
}

static void end_transaction(struct transaction *t, struct bus_event *event)
{
	struct bus *bus = t->bus;

	event->start_ns = t->start_ns;
	/* START and STOP take a bit time each. */
	event->end_ns = t->start_ns + sda_time(bus, t->sda.bits + 2) + t->held_ns;
	event->sda_low_ns = sda_time(bus, t->sda.longest);
	if (t->held_ns > event->sda_low_ns)
		event->sda_low_ns = t->held_ns;
	for (size_t i = 0; i < bus->n_seats; i++) {
		struct bus_seat *seat = &bus->seats[i];

		if (!seat->powered)
			continue;
		seat->env.now_ns = event->end_ns;
		/* First the low, then STOP: the write that puts a chip to sleep does not wake it. */
		seat->model->sda_low(seat->chip, &seat->env, event->sda_low_ns);
		if (t->touched[i])
			seat->model->stop(seat->chip, &seat->env);
		if (seat->cut.struck)
			brownout_strike(bus, seat, event->end_ns, seat->dark_ns);
	}
	clock_advance_to(&bus->clock, event->end_ns);
	bus->free_at_ns = event->end_ns;
	bus->outcome = event->outcome;
	bus->nacked_at = event->nacked_at;
	for (struct bus_watcher *w = bus->watchers; w; w = w->next)
		w->transaction(w, event);
}

static const int outcomes[] = {
	[BUS_OK] = 0,
	[BUS_ADDRESS_NACK] = -ENXIO,
	[BUS_DATA_NACK] = -EIO,
	[BUS_ARBITRATION_LOST] = -EAGAIN,
	[BUS_TIMEOUT] = -ETIMEDOUT,
};

static bool outcome_of(int rc, enum bus_outcome *outcome)
{
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (outcomes[i] == (rc < 0 ? rc : 0)) {
			*outcome = (enum bus_outcome)i;
			return true;
		}
	return false;
}

bool bus_was_run(int rc)
{
	enum bus_outcome outcome;

	return outcome_of(rc, &outcome);
}

/* A snapshot there may have taken its clock back. */
static void set_clock(struct bus *bus, uint64_t now_ns)
{
	if (bus->clock.mode != CLOCK_REAL)
		bus->clock.now_ns = now_ns;
}

/* What the relay says happened, for this bus's clock and its watchers. */
static int relayed(struct bus *bus, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct bus_event event = { .messages = msgs, .n = n, .start_ns = clock_now(&bus->clock) };
	size_t nacked_at = 0;
	uint64_t now_ns = 0;
	int rc = bus->relay->transfer(bus->relay, msgs, n, done, &nacked_at, &now_ns);

	if (!outcome_of(rc, &event.outcome))
		return rc;
	set_clock(bus, now_ns);
	event.done = *done;
	event.nacked_at = event.outcome == BUS_DATA_NACK ? nacked_at : 0;
	event.end_ns = bus->free_at_ns = clock_now(&bus->clock);
	bus->outcome = event.outcome;
	bus->nacked_at = event.nacked_at;
	for (struct bus_watcher *w = bus->watchers; w; w = w->next)
		w->transaction(w, &event);
	return rc;
}

int bus_transfer(struct bus *bus, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct transaction t = { .bus = bus, .start_ns = clock_now(&bus->clock) };
	struct bus_event event = { .messages = msgs, .n = n };

	*done = 0;
	if (!messages_valid(msgs, n))
		return -EINVAL;
	if (bus->relay)
		return relayed(bus, msgs, n, done);
	brownout_over(bus, t.start_ns);
	event.outcome = run_messages(&t, &event);
	end_transaction(&t, &event);
	*done = event.done;
	return event.outcome == BUS_OK ? (int)n : outcomes[event.outcome];
}

int bus_wait(struct bus *bus, uint64_t ns)
{
	static const uint64_t latest = 1ull << 62; /* 146 years, and room for whoever counts on from there */
	uint64_t now = clock_now(&bus->clock);
	int rc;

	if (bus->relay) {
		rc = bus->relay->wait(bus->relay, bus->clock.mode == CLOCK_VIRTUAL ? ns : 0, &now);
		if (rc == 0 && bus->clock.mode == CLOCK_VIRTUAL)
			set_clock(bus, now);
		return rc;
	}
	if (bus->clock.mode != CLOCK_VIRTUAL)
		return 0;
	clock_advance_to(&bus->clock, now > latest || ns > latest - now ? latest : now + ns);
	return 0;
}

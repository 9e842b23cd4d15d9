/* sim/se050/i2cm.c: the I2C bus that the part masters: a set of commands, and a result for each (AN12413 4.17). */
#include "i2cm.h"

#include <errno.h>

enum i2cm_tag {
	I2CM_CONFIGURE = 0x01,
	I2CM_WRITE = 0x03,
	I2CM_READ = 0x04,
	I2CM_STRUCTURE = 0xff, /* in answers: nothing was run */
};

/* Hosts' names for them (se05x_const.h); AN12413 table 248 prints 5A. */
enum i2cm_status {
	I2CM_SUCCESS = 0x5a,
	I2CM_NACK = 0x01,
	I2CM_WRITE_ERROR = 0x02,
	I2CM_READ_ERROR = 0x03,
	I2CM_TIMEOUT = 0x05,
	I2CM_BAD_TAG = 0x11,
	I2CM_BAD_LENGTH = 0x12,
	I2CM_BAD_LENGTH_FIELD = 0x13,
	I2CM_BAD_CONFIGURATION = 0x21,
};

enum {
	RESULT = 2,    /* tag, status */
	READ_HEAD = 4, /* and the length of what was read */
};

static const uint32_t speeds[] = { 100000, 400000 };

/* One command of the set. */
struct step {
	uint8_t tag;
	struct rbuf value;
};

/* What CONFIGURE said last. */
struct target {
	uint16_t address;
	uint32_t speed_hz;
};

static bool next_step(struct rbuf *set, struct step *step)
{
	step->tag = rbuf_u8(set);
	step->value = rbuf_take(set, rbuf_be16(set));
	return !rbuf_bad(set);
}

static bool configure(struct rbuf value, struct target *target)
{
	size_t speed;

	target->address = rbuf_u8(&value);
	speed = rbuf_u8(&value);
	if (target->address > 0x7f || speed >= sizeof(speeds) / sizeof(speeds[0]))
		return false;
	target->speed_hz = speeds[speed];
	return true;
}

/* How many bytes of results this step has; 0 when its length is wrong. */
static size_t result_size(const struct step *step)
{
	struct rbuf value = step->value;
	size_t wanted;

	if (step->tag == I2CM_WRITE)
		return rbuf_left(&value) > 0 ? RESULT : 0;
	if (rbuf_left(&value) != 2)
		return 0;
	wanted = rbuf_be16(&value);
	if (step->tag == I2CM_CONFIGURE)
		return RESULT;
	return wanted > 0 ? READ_HEAD + wanted : 0;
}

/*
 * What is wrong with a set as such; I2CM_SUCCESS: nothing. UNCERTAIN (SE05X-U-60): which code each fault has, that
 * results too long for the answer are one, and that a set with a fault is not begun.
 */
static enum i2cm_status structure(struct rbuf set)
{
	struct step step = { .tag = 0 };
	struct target target;
	size_t total = 0, size;

	for (bool configured = false; rbuf_left(&set) > 0; configured = true) {
		struct rbuf head = set;

		rbuf_bytes(&head, 3);
		if (!next_step(&set, &step))
			return rbuf_bad(&head) ? I2CM_BAD_LENGTH_FIELD : I2CM_BAD_LENGTH;
		if (step.tag != I2CM_CONFIGURE && step.tag != I2CM_WRITE && step.tag != I2CM_READ)
			return I2CM_BAD_TAG;
		size = result_size(&step);
		total += size;
		if (size == 0 || total > I2CM_RESULT_MAX)
			return I2CM_BAD_LENGTH;
		if (step.tag == I2CM_CONFIGURE ? !configure(step.value, &target) : !configured)
			return I2CM_BAD_CONFIGURATION;
	}
	return I2CM_SUCCESS;
}

static enum i2cm_status status_of(int rc, enum i2cm_status other)
{
	if (rc >= 0)
		return I2CM_SUCCESS;
	if (rc == -ENXIO)
		return I2CM_NACK;
	return rc == -ETIMEDOUT ? I2CM_TIMEOUT : other;
}

/* One transaction. With nothing attached nobody acknowledges. */
static int transfer(struct se050_call *call, const struct target *target, struct i2c_message *m)
{
	const struct chip_bus *bus = call->env->masters;
	uint64_t took_ns;
	int rc;

	m->addr = target->address;
	if (!bus)
		return -ENXIO;
	rc = bus->transfer(
		bus->context, m, 1, target->speed_hz, call->env->now_ns + call->takes_ns, &took_ns);
	if (call->env->latency != LATENCY_NONE)
		call->takes_ns += took_ns;
	return rc;
}

static enum i2cm_status write_step(
	struct se050_call *call, const struct target *target, const struct step *step)
{
	uint8_t bytes[I2CM_SET_MAX];
	struct i2c_message m = { .len = (uint16_t)rbuf_left(&step->value), .bytes = bytes };
	struct rbuf value = step->value;

	rbuf_copy(&value, bytes, m.len);
	return status_of(transfer(call, target, &m), I2CM_WRITE_ERROR);
}

static enum i2cm_status read_step(
	struct se050_call *call, const struct target *target, const struct step *step, struct wbuf *read)
{
	struct rbuf value = step->value;
	uint16_t len = rbuf_be16(&value);
	struct i2c_message m = { .flags = I2C_READ, .len = len, .bytes = wbuf_room(read, len) };

	return status_of(transfer(call, target, &m), I2CM_READ_ERROR);
}

/* UNCERTAIN (SE05X-U-61): what comes after a step that failed is run all the same; hosts await a result for each. */
static void run(struct se050_call *call, struct rbuf set, struct wbuf *results)
{
	struct target target = { .address = 0 };
	uint8_t bytes[I2CM_RESULT_MAX];
	struct step step;

	while (rbuf_left(&set) > 0 && next_step(&set, &step)) {
		struct wbuf read = wbuf_to(bytes, sizeof(bytes));
		enum i2cm_status status = I2CM_SUCCESS;

		if (step.tag == I2CM_CONFIGURE)
			configure(step.value, &target);
		else if (step.tag == I2CM_WRITE)
			status = write_step(call, &target, &step);
		else
			status = read_step(call, &target, &step, &read);
		wbuf_u8(results, step.tag);
		wbuf_u8(results, (uint8_t)status);
		if (step.tag != I2CM_READ || status != I2CM_SUCCESS)
			continue;
		wbuf_be16(results, (uint16_t)read.len);
		wbuf_put(results, bytes, read.len);
	}
}

void i2cm_results(struct se050_call *call, struct wbuf *results)
{
	struct rbuf set = call_value(call, TAG_1);
	enum i2cm_status fault = structure(set);

	if (fault == I2CM_SUCCESS) {
		run(call, set, results);
		return;
	}
	wbuf_u8(results, I2CM_STRUCTURE);
	wbuf_u8(results, (uint8_t)fault);
}

/* Free for all while there is no 7FFF0208; then in its session only (AN12413 4.17.1). */
enum se05x_status i2cm_check(const struct se050 *chip, struct se050_call *call)
{
	struct rbuf set = call_value(call, TAG_1);

	if (object_look(chip, ID_I2CM_ACCESS) && call->user.id != ID_I2CM_ACCESS)
		return SW_SECURITY_STATUS;
	return rbuf_left(&set) > I2CM_SET_MAX ? SW_CONDITIONS : SW_OK;
}

enum se05x_status i2cm_execute(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t bytes[I2CM_RESULT_MAX];
	struct wbuf results = wbuf_to(bytes, sizeof(bytes));

	(void)chip;
	i2cm_results(call, &results);
	answer_bytes(out, TAG_1, bytes, results.len);
	return SW_OK;
}

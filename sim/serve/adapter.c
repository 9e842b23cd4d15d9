/* sim/serve/adapter.c: the adapter an i2c-dev user believes to have: its abilities, limits and errnos. */
#include "adapter.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

static_assert((int)WIRE_ADDRESS_NACK == (int)BUS_ADDRESS_NACK && (int)WIRE_DATA_NACK == (int)BUS_DATA_NACK &&
		      (int)WIRE_ARBITRATION_LOST == (int)BUS_ARBITRATION_LOST &&
		      (int)WIRE_TIMEOUT == (int)BUS_TIMEOUT,
	"the wire's outcomes are the bus's");
static_assert((int)WIRE_CLOCK_INSTANT == (int)CLOCK_INSTANT &&
		      (int)WIRE_CLOCK_VIRTUAL == (int)CLOCK_VIRTUAL &&
		      (int)WIRE_CLOCK_REAL == (int)CLOCK_REAL,
	"the wire's clocks are the bus's");

/* I2C_FUNC_I2C and I2C_FUNC_SMBUS_EMUL of <linux/i2c.h>. */
enum { FUNC_I2C_AND_SMBUS_EMUL = 0x0eff0009 };

static const struct adapter_model models[] = {
	/* i2c-algo-bit: ENXIO for an address, EIO for a byte. */
	{ .name = "generic",
		.functionality = FUNC_I2C_AND_SMBUS_EMUL,
		.address_nack = ENXIO,
		.data_nack = EIO },
	/* i2c-bcm2835, Raspberry Pi 0 to 4. */
	{ .name = "rpi",
		.functionality = FUNC_I2C_AND_SMBUS_EMUL,
		.address_nack = EREMOTEIO,
		.data_nack = EREMOTEIO,
		.read_last_only = true },
};

const struct adapter_model *adapter_find(const char *name)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (strcmp(models[i].name, name) == 0)
			return &models[i];
	return NULL;
}

int adapter_nack_errno_from(const char *word)
{
	static const struct {
		const char *word;
		int number;
	} known[] = { { "ENXIO", ENXIO }, { "EREMOTEIO", EREMOTEIO }, { "EIO", EIO } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].word, word) == 0)
			return known[i].number;
	return 0;
}

int adapter_nack_errno(const struct adapter *adapter)
{
	return adapter->nack_errno ? adapter->nack_errno : adapter->model->address_nack;
}

/* An adapter that tells no data NACK from an address NACK gives both the errno that was asked for. */
static int data_nack_errno(const struct adapter *adapter)
{
	if (adapter->nack_errno && adapter->model->data_nack == adapter->model->address_nack)
		return adapter->nack_errno;
	return adapter->model->data_nack;
}

static int mapped(const struct adapter *adapter, const struct bus *bus, int rc)
{
	if (rc >= 0)
		return rc;
	if (bus->outcome == BUS_ADDRESS_NACK)
		return -adapter_nack_errno(adapter);
	if (bus->outcome == BUS_DATA_NACK)
		return -data_nack_errno(adapter);
	return rc;
}

/* A count that is no SMBus count; the adapters that take I2C_M_RECV_LEN give EPROTO. */
static bool counts_sane(const struct i2c_message *msgs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (msgs[i].flags & I2C_READ && msgs[i].flags & I2C_RECV_LEN && msgs[i].len > 0 &&
			msgs[i].bytes[0] > I2C_COUNTED_MAX)
			return false;
	return true;
}

static int refusal(const struct adapter *adapter, const struct i2c_message *msgs, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (adapter->model->read_last_only && msgs[i].flags & I2C_READ)
			return -EOPNOTSUPP;
	return 0;
}

void adapter_transfer(const struct adapter *adapter, struct bus *bus, struct i2c_message *msgs, size_t n,
	struct wire_result *result)
{
	uint32_t tries = adapter->retries < 16 ? adapter->retries + 1 : 16; /* nobody holds a bus for long */
	size_t done = 0;
	int rc = refusal(adapter, msgs, n);

	*result = (struct wire_result){ .rc = rc, .outcome = WIRE_NOT_RUN };
	if (rc < 0)
		return;
	do {
		rc = bus_transfer(bus, msgs, n, &done);
	} while (rc == -EAGAIN && --tries > 0);
	result->now_ns = bus->free_at_ns;
	if (!bus_was_run(rc)) {
		result->rc = rc;
		return;
	}
	result->outcome = (uint16_t)bus->outcome;
	result->done = (uint16_t)done;
	result->nacked_at = bus->outcome == BUS_DATA_NACK ? (uint32_t)bus->nacked_at : 0;
	result->rc = mapped(adapter, bus, rc);
	if (rc >= 0 && !counts_sane(msgs, n))
		result->rc = -EPROTO;
}

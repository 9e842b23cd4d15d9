/* sim/cli/diff_compose.h: commands by chance, grown from the command tables: what two parts are asked. */
#ifndef SESIM_CLI_DIFF_COMPOSE_H
#define SESIM_CLI_DIFF_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "command.h"

enum {
	COMPOSE_BYTES_MAX = 400,
	COMPOSE_NAME_MAX = 96,
	COMPOSE_OBJECTS_MAX = 64,
};

/* A command as it is sent: of an ATECC opcode, param1, param2, data; of an SE05x the APDU. */
struct composed {
	char name[COMPOSE_NAME_MAX]; /* of its row */
	uint8_t bytes[COMPOSE_BYTES_MAX];
	size_t len;
};

/* What commands are made from. Starts as compose_make() makes it. */
struct compose {
	uint64_t state; /* of chance */
	bool writes, irreversible;
	/* Of an ATECC: both parts' configuration. */
	const uint8_t *config[2];
	/* Of an SE05x: both parts' applet versions, and objects that are there. */
	uint32_t version[2];
	struct {
		uint32_t id;
		uint32_t classes; /* enum se050_classes; 0: not known */
	} objects[COMPOSE_OBJECTS_MAX];
	size_t n_objects;
};

struct compose compose_make(uint64_t seed);

/* The next command. It keeps to what is allowed. False when it found none. */
bool compose_atecc(struct compose *c, struct composed *out);
bool compose_se05x(struct compose *c, struct composed *out);

/* A command of that SE05x was well on both: what it made is there. */
void compose_learn(struct compose *c, const struct composed *command);

#endif

/* tests/conformance/talk_credential.c: sessions of the reserved authentication objects. */
#include "talk_credential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "se05x.h"

/* Of those that are made. */
#define VALUE "c001020304"

const struct peer_credential *peer_credential(const struct peer *peer, uint32_t id)
{
	for (size_t i = 0; i < peer->credentials.n; i++)
		if (peer->credentials.at[i].id == id)
			return &peer->credentials.at[i];
	return NULL;
}

static enum talk_result make(struct talk *talk, uint32_t id, struct why *why)
{
	char line[80];
	enum talk_result result;
	struct rbuf there;

	talk->in = TALK_OUTSIDE;
	snprintf(line, sizeof(line), "040027 41:%08x", id);
	result = talk_run(talk, line, why);
	there = talk_value(talk, TAG_1);
	/* A part that is locked does not tell. */
	if (result != TALK_DONE || rbuf_u8(&there) == RESULT_SUCCESS)
		return TALK_DONE;
	snprintf(line, sizeof(line), "410700 41:%08x 42:" VALUE, id);
	return talk_run(talk, line, why);
}

enum talk_result talk_credential(struct talk *talk, uint32_t id, struct why *why)
{
	const struct peer_credential *known = peer_credential(talk->peer, id);
	char line[100];
	int n = snprintf(line, sizeof(line), ".userid %08x ", id);
	enum talk_result result = known ? TALK_DONE : make(talk, id, why);

	if (result != TALK_DONE)
		return result;
	if (!known)
		snprintf(line + n, sizeof(line) - (size_t)n, VALUE);
	for (size_t i = 0; known && i < known->len; i++)
		n += snprintf(line + n, sizeof(line) - (size_t)n, "%02x", known->value[i]);
	return talk_run(talk, line, why);
}

uint32_t talk_credential_next(const char **script)
{
	static const char says[] = ".credential ";
	const char *at = *script ? strstr(*script, says) : NULL;

	*script = at ? at + strlen(says) : NULL;
	return at ? (uint32_t)strtoul(*script, NULL, 16) : 0;
}

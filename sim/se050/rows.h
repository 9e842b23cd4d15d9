/* sim/se050/rows.h: words that rows of the command table are written in. For table_*.c only. */
#ifndef SESIM_SE050_ROWS_H
#define SESIM_SE050_ROWS_H

#include "command050.h"

/* Parameters: tag, name, bounds. */
#define BYTES(t, text, from, to)                                                            \
	{                                                                                   \
		.tag = (t), .kind = PARAM_BYTES, .name = (text), .min = (from), .max = (to) \
	}
#define MAYBE_BYTES(t, text, from, to)                                                       \
	{                                                                                    \
		.tag = (t), .kind = PARAM_BYTES, .name = (text), .min = (from), .max = (to), \
		.optional = true                                                             \
	}
#define NUMBER(t, text, size)                                                                  \
	{                                                                                      \
		.tag = (t), .kind = PARAM_NUMBER, .name = (text), .min = (size), .max = (size) \
	}
#define NUMBER_FROM(t, text, from, to)                                                                 \
	{                                                                                              \
		.tag = (t), .kind = PARAM_NUMBER, .name = (text), .min = 1, .max = 1, .least = (from), \
		.most = (to)                                                                           \
	}
#define MAYBE_NUMBER(t, text, size)                                                             \
	{                                                                                       \
		.tag = (t), .kind = PARAM_NUMBER, .name = (text), .min = (size), .max = (size), \
		.optional = true                                                                \
	}
/* An object that is there, of a set of classes (0: any), whose policy allows the right (0: none is asked for). */
#define OBJECT(t, text, set, what)                                                                      \
	{                                                                                               \
		.tag = (t), .kind = PARAM_OBJECT, .name = (text), .min = 4, .max = 4, .classes = (set), \
		.right = (what)                                                                         \
	}
#define MAYBE_OBJECT(t, text, set, what)                                                                \
	{                                                                                               \
		.tag = (t), .kind = PARAM_OBJECT, .name = (text), .min = 4, .max = 4, .classes = (set), \
		.right = (what), .optional = true                                                       \
	}
#define ANY_ID(t, text)                                                              \
	{                                                                            \
		.tag = (t), .kind = PARAM_ANY_ID, .name = (text), .min = 4, .max = 4 \
	}
/* A crypto object that is there, of a set of contexts. */
#define CRYPTO_OBJECT(t, text, contexts)                                                     \
	{                                                                                    \
		.tag = (t), .kind = PARAM_CRYPTO_OBJECT, .name = (text), .min = 2, .max = 2, \
		.classes = (contexts)                                                        \
	}
/* The same from applet 7.2 on. */
#define V7_MAYBE_BYTES(t, text, from, to)                                                    \
	{                                                                                    \
		.tag = (t), .kind = PARAM_BYTES, .name = (text), .min = (from), .max = (to), \
		.optional = true, .since = APPLET_7_2                                        \
	}
#define V7_MAYBE_NUMBER(t, text, size)                                                          \
	{                                                                                       \
		.tag = (t), .kind = PARAM_NUMBER, .name = (text), .min = (size), .max = (size), \
		.optional = true, .since = APPLET_7_2                                           \
	}
#define V7_MAYBE_OBJECT(t, text, set, what)                                                             \
	{                                                                                               \
		.tag = (t), .kind = PARAM_OBJECT, .name = (text), .min = 4, .max = 4, .classes = (set), \
		.right = (what), .optional = true, .since = APPLET_7_2                                  \
	}

/* What commands that write an object begin with (AN12413 4.7.1): those that may make authentication objects, the others. */
#define POLICY_HEAD MAYBE_BYTES(TAG_POLICY, "policy", 9, 1024)
#define OBJECT_HEAD V7_MAYBE_BYTES(TAG_POLICY_CHECK, "policy to compare", 0, 1024), ANY_ID(TAG_1, "object")
#define ATTEMPTS_HEAD POLICY_HEAD, MAYBE_NUMBER(TAG_ATTEMPTS, "maximum attempts", 2)
#define WRITE_AUTH_HEAD ATTEMPTS_HEAD, OBJECT_HEAD
#define WRITE_HEAD POLICY_HEAD, OBJECT_HEAD
/* Keys and files have a version. */
#define WRITE_TAIL V7_MAYBE_NUMBER(TAG_11, "version", 4)

/* What an attested read ends with. */
#define ATTESTATION_TAIL                                                               \
	OBJECT(TAG_5, "attesting key", EC_PRIVATES | RSA_PRIVATES, RIGHT_ATTESTATION), \
		NUMBER(TAG_6, "attestation algorithm", 1), BYTES(TAG_7, "freshness", 16, 16)

#define PARAMS(list) .params = (list), .n_params = sizeof(list) / sizeof((list)[0])
/* No TLV at all. */
#define NO_PARAMS .params = se050_no_params

enum {
	APPLET_3_6 = 0x030600,
	APPLET_7_2 = 0x070200,
	ANY_APPLET = 0,
	INS_WRITE_FLAGS = INS_TRANSIENT | INS_AUTHENTICATES,
	APPLET = IN_APPLET | IN_SESSION,
	EVERYWHERE = IN_DOMAINS | IN_APPLET,
	LONGEST = 1024,
};

extern const struct se050_param se050_no_params[1];

#define FAMILY(symbol, text, list)                                                        \
	const struct se050_family symbol = {                                              \
		.name = (text), .commands = (list), .n = sizeof(list) / sizeof((list)[0]) \
	}

#endif

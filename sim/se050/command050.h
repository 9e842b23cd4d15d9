/*
 * sim/se050/command050.h: what a row of the command table says, and one command under way.
 *
 * Dispatcher, trace decoder, fuzz mutator, `sesim chip commands` and docs/reference read the same rows. How to add
 * one: docs/reference/se050-internals.md.
 */
#ifndef SESIM_SE050_COMMAND050_H
#define SESIM_SE050_COMMAND050_H

#include "apdu.h"
#include "latency050.h"
#include "object.h"
#include "policy050.h"
#include "rng.h"
#include "se050.h"
#include "tlv.h"

struct se050_call;

/* Where a command is understood. */
enum se050_place {
	IN_DOMAINS = 1 << 0, /* a security domain is selected */
	IN_APPLET = 1 << 1,  /* the applet is selected; in PROCESS too */
	IN_SESSION = 1 << 2, /* in PROCESS only */
};

enum se050_param_kind {
	PARAM_BYTES,
	PARAM_NUMBER,        /* big endian, 1, 2 or 4 bytes */
	PARAM_OBJECT,        /* id of an object that is there */
	PARAM_ANY_ID,        /* id of an object that may be there */
	PARAM_CRYPTO_OBJECT, /* id of a crypto object that is there, of this session's user */
};

/* One TLV of a command. */
struct se050_param {
	uint8_t tag;
	enum se050_param_kind kind;
	const char *name;
	uint16_t min; /* length of the value */
	uint16_t max;
	uint8_t least; /* of a number, if most is not 0 */
	uint8_t most;
	bool optional;
	uint32_t since; /* applet version; before, the tag is unknown. 0: always */
	uint32_t until; /* from this version on it is unknown again. 0: never */
	uint32_t
		classes; /* what the object must be: a set of classes, of contexts for a crypto object; 0: anything */
	uint32_t right; /* PARAM_OBJECT: what its policy must allow the caller; 0: nothing */
	bool filled;    /* its value is not used: the command brings one, or tells of the object alone */
};

/* What the chip's state must be, beside what objects say; checked before parameters (evidence 3.1). */
enum se050_needs {
	NEEDS_SESSION_TRANSPORT = 1 << 0, /* a session of 7FFF0200 */
	NEEDS_SESSION_FEATURE = 1 << 1,   /* of 7FFF0204 */
	NEEDS_SESSION_FACTORY_RESET = 1 << 2,
	NEEDS_SESSION_PLATFORM_SCP = 1 << 3,
	NEEDS_SESSION_RESTRICT = 1 << 4,
	NEEDS_SESSION = 1 << 5,    /* any but the default one */
	NEEDS_NO_SESSION = 1 << 6, /* the default one */
	NEEDS_HANDSHAKE = 1 << 7,  /* a session that is still to be opened */
	WORKS_LOCKED = 1 << 9,     /* also while the transport lock holds */
};

/* What running spends, durable before any secret is compared or used. */
enum se050_consumes {
	CONSUMES_ATTEMPT = 1 << 0,  /* of the session's authentication object; given back by success */
	CONSUMES_VELOCITY = 1 << 1, /* of the card's platform channel; given back by success */
};

/* Bits of AppletConfig (AN12413 table 5). */
enum se050_feature {
	FEATURE_ECDAA = 0x0001,
	FEATURE_ECDSA_ECDH = 0x0002,
	FEATURE_EDDSA = 0x0004,
	FEATURE_DH_MONTGOMERY = 0x0008,
	FEATURE_HMAC = 0x0010,
	FEATURE_RSA_PLAIN = 0x0020,
	FEATURE_RSA_CRT = 0x0040,
	FEATURE_AES = 0x0080,
	FEATURE_DES = 0x0100,
	FEATURE_PBKDF = 0x0200,
	FEATURE_TLS = 0x0400,
	FEATURE_MIFARE = 0x0800,
	FEATURE_FIPS_DISABLED = 0x1000,
	FEATURE_I2CM = 0x2000,
};

struct se050_command {
	const char *name;
	const char *spec;
	unsigned int in; /* enum se050_place */
	uint8_t cla;     /* without the secure messaging bit; in PROCESS it is not looked at */
	uint8_t ins;
	uint8_t ins_free; /* bits of INS that may be either */
	uint8_t p1;
	uint8_t p1_free;
	uint8_t p2;
	uint8_t p2_free;
	const struct se050_param *params; /* NULL: raw data, of raw_min to raw_max bytes */
	uint8_t n_params;
	uint16_t raw_min;
	uint16_t raw_max;
	uint32_t since; /* applet version */
	uint32_t until;
	uint16_t features; /* all of them; else 6985 */
	unsigned int needs;
	unsigned int consumes;
	enum se050_latency latency;
	bool may_reveal;   /* its answer may hold a value that was written */
	bool writes;       /* non-volatile memory */
	bool irreversible; /* changes the part for ever, beyond its objects' own values (irreversible050.h) */
	/* Decides and changes nothing but the call. NULL: nothing more to decide. */
	enum se05x_status (*check)(const struct se050 *chip, struct se050_call *call);
	/* All or nothing: after it has changed anything it succeeds. NULL: this simulator lacks the command. */
	enum se05x_status (*run)(struct se050 *chip, struct se050_call *call, struct wbuf *out);
};

enum {
	SE050_PARAMS_MAX = 16,
	SE050_DATA_MAX = 1060, /* of an answer, without protection and status */
};

/* One command under way. */
struct se050_call {
	const struct se050_command *command;
	struct chip_env *env;
	struct apdu apdu; /* without protection */
	enum se050_place place;
	struct se050_session *session; /* NULL: the default one */
	struct policy_user user;
	/* By position in command->params; .at is NULL where the TLV is absent. */
	struct rbuf values[SE050_PARAMS_MAX];
	struct se050_object *objects[SE050_PARAMS_MAX]; /* of the kinds that name one; NULL: not there */
	uint64_t takes_ns;
	bool plain_answer; /* leaves the session's secure messaging out */
	bool ends_session; /* once it is answered */
};

/* A family of commands: a file of rows and the functions beside them. */
struct se050_family {
	const char *name;
	const struct se050_command *commands;
	size_t n;
};

extern const struct se050_family *const se050_families[];
extern const size_t se050_n_families;

/* Whether a part with this applet version knows the command. */
bool se050_knows(const struct se050_command *command, uint32_t version);
bool se050_knows_param(const struct se050_param *param, uint32_t version);

/*
 * Runs call->apdu, which has no protection any more, in call->place. The answer's data goes to out, which is empty
 * again when the status is an error.
 */
enum se05x_status se050_dispatch(struct se050 *chip, struct se050_call *call, struct wbuf *out);

/* A parameter by its tag: empty and NULL when absent. */
struct rbuf call_value(const struct se050_call *call, uint8_t tag);
bool call_has(const struct se050_call *call, uint8_t tag);
/* As a number; 0 when absent. */
uint32_t call_number(const struct se050_call *call, uint8_t tag);
/* The object it names; NULL: absent, or not there. */
struct se050_object *call_object(const struct se050_call *call, uint8_t tag);

/* The random stream of the next draw of this command. */
struct rng_stream se050_stream(struct se050 *chip, const struct se050_call *call);
void se050_random(struct se050 *chip, const struct se050_call *call, uint8_t *out, size_t len);

/*
 * TLVs of an answer: a number of one byte or two, where a host takes no length but that of one byte (ReadSize
 * and GetFreeMemory of NXP's own); anything else, whose length takes three bytes (AN12413 4.1.3.2).
 */
void answer_u8(struct wbuf *out, uint8_t tag, uint8_t value);
void answer_u16(struct wbuf *out, uint8_t tag, uint16_t value);
void answer_bytes(struct wbuf *out, uint8_t tag, const void *bytes, size_t len);

#endif

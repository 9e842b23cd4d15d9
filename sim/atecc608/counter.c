/* sim/atecc608/counter.c: the two monotonic counters. */
#include "commands.h"
#include "defect.h"
#include "limited.h"

enum atca_status counter_read(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	wbuf_le32(out, counter_value(chip, call->param2));
	return ATCA_SUCCESS;
}

/* At 2^21 - 1 an increment is refused and the value stays (LORA-B 5.1.1). */
enum atca_status counter_increment_check(const struct atecc *chip, struct atecc_call *call)
{
	return counter_value(chip, call->param2) < COUNTER_MAX ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

/* Answers the value after the increment, as parts do. */
enum atca_status counter_increment(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	counter_set(chip, call->param2,
		counter_value(chip, call->param2) +
			(defect_planted(call->env, PLANT_ATCA_COUNTS_BY_2) ? 2 : 1));
	return counter_read(chip, call, out);
}

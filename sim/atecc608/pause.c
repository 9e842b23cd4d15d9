/* sim/atecc608/pause.c: Pause, of the 508A: the parts on a bus whose Selector differs go idle. */
#include "commands.h"

/* A match answers 00; any other part goes idle without an answer (DS20005927A 9.13). */
enum atca_status pause_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)out;
	if (call->param1 != chip->nv.config[CONFIG_USER_EXTRA_ADD])
		call->goes_idle = true;
	return ATCA_SUCCESS;
}

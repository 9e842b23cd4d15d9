/* sim/serve/shim/folders.c: open folders that are /dev. */
#include "folders.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "node.h"
#include "settings.h"
#include "sys.h"

enum {
	FOLDERS_MAX = 16, /* more at once go without our entry */
};

struct folder {
	DIR *_Atomic dir;
	bool given;
	struct dirent entry;
};

static struct folder *folders(void)
{
	static struct folder kept[FOLDERS_MAX];

	return kept;
}

bool folder_lacks_node(int fd)
{
	const struct settings *s = settings();
	struct stat st, dev;

	return s->on && sys_fstat(fd, &st) == 0 && sys_stat_at(AT_FDCWD, "/dev", &dev, 0) == 0 &&
	       st.st_dev == dev.st_dev && st.st_ino == dev.st_ino && sys_stat_at(fd, s->name, &st, 0) < 0;
}

static struct folder *find(DIR *dir)
{
	struct folder *all = folders();

	for (size_t i = 0; dir && i < FOLDERS_MAX; i++)
		if (atomic_load_explicit(&all[i].dir, memory_order_acquire) == dir)
			return &all[i];
	return NULL;
}

void folder_opened(DIR *dir)
{
	struct folder *all = folders();

	if (!folder_lacks_node(dirfd(dir)))
		return;
	for (size_t i = 0; i < FOLDERS_MAX; i++) {
		DIR *none = NULL;

		if (atomic_compare_exchange_strong(&all[i].dir, &none, dir)) {
			all[i].given = false;
			return;
		}
	}
}

void folder_rewound(DIR *dir)
{
	struct folder *f = find(dir);

	if (f)
		f->given = false;
}

void folder_closed(DIR *dir)
{
	struct folder *f = find(dir);

	if (f)
		atomic_store(&f->dir, NULL);
}

void folder_entry(struct dirent *entry)
{
	struct stat st;

	node_stat(&st);
	memset(entry, 0, sizeof(*entry));
	entry->d_ino = st.st_ino;
	entry->d_type = DT_CHR;
	entry->d_reclen = sizeof(*entry);
	memcpy(entry->d_name, settings()->name, sizeof(settings()->name));
}

struct dirent *folder_extra(DIR *dir)
{
	struct folder *f = find(dir);

	if (!f || f->given)
		return NULL;
	f->given = true;
	folder_entry(&f->entry);
	return &f->entry;
}

/* sim/serve/shim/folders.h: open folders that are /dev, and the entry they get behind their own. */
#ifndef SESIM_SHIM_FOLDERS_H
#define SESIM_SHIM_FOLDERS_H

#include <dirent.h>
#include <stdbool.h>

/* Is this descriptor /dev, with no real i2c-N in it? */
bool folder_lacks_node(int fd);

/* opendir() gave this; remembers it if it needs our entry. */
void folder_opened(DIR *dir);
void folder_rewound(DIR *dir);
void folder_closed(DIR *dir);

/* Its own entries are at an end: ours, once; NULL otherwise. Good until the next call for this folder. */
struct dirent *folder_extra(DIR *dir);

/* Our entry. */
void folder_entry(struct dirent *entry);

#endif

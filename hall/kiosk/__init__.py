"""The touch kiosk (自助查询机): its frame, its keys, guides in large type, the way to a window, progress."""

package desk

import (
	"context"
	"strconv"

	"ploughshare/aid"
)

// pruneRun forgets what nobody asks for any more: what has expired, and history that is older than the setting says.
// The journal and the records stay.
func (d *Desk) pruneRun(ctx context.Context, w *work) error {
	if err := d.store.RemoveExpired(ctx); err != nil || d.Settings.KeepHistory == 0 {
		return err
	}
	runs, notices, err := d.store.RemoveHistory(ctx, d.now().AddDate(0, 0, -d.Settings.KeepHistory))
	if err != nil {
		return err
	}
	return w.phase(ctx, aid.Say("phase_pruned", "runs", strconv.FormatInt(runs, 10), "notices", strconv.FormatInt(notices, 10)))
}

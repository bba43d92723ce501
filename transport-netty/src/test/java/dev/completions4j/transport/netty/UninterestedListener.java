// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;

/** Ignores the events of a connection that belongs to no pool. */
final class UninterestedListener implements ConnectionListener {

    @Override
    public void onPlaceFree(Duration idleTime) {}

    @Override
    public void onPlaces(int places) {}

    @Override
    public void onRetired() {}
}

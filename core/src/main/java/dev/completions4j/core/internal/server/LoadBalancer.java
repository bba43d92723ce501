// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import dev.completions4j.spi.Scheduler;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Balances load by the power of two choices: of two randomly drawn servers, the less loaded one is chosen. Safe for use
 * by any thread.
 */
public final class LoadBalancer {

    private final List<Server> all;
    private final Scheduler scheduler;

    /** @param all the servers, at least one */
    public LoadBalancer(List<Server> all, Scheduler scheduler) {
        this.all = List.copyOf(all);
        this.scheduler = scheduler;
    }

    /**
     * Chooses a server for an attempt.
     *
     * @param affinity attempts with equal keys go to the same server while it is usable; null for none
     * @param tried servers at which the call has failed; chosen only if no other is usable
     */
    public Server choose(@Nullable String affinity, Collection<Server> tried) {
        if (all.size() == 1) {
            return all.get(0);
        }
        long now = scheduler.nanoTime();
        List<Server> usable = all.stream().filter(each -> each.isUsable(now)).toList();
        if (usable.isEmpty()) {
            return soonest(now);
        }
        List<Server> untried =
                usable.stream().filter(each -> !tried.contains(each)).toList();
        List<Server> candidates = untried.isEmpty() ? usable : untried;
        return affinity == null ? lessLoadedOfTwo(candidates) : closest(affinity, candidates);
    }

    private Server soonest(long now) {
        return min(all, Comparator.comparingLong(each -> each.nanosUntilUsable(now)));
    }

    /** Uses rendezvous hashing: if a server becomes unusable, only its calls move. */
    private static Server closest(String affinity, List<Server> candidates) {
        return min(candidates, Comparator.comparingInt(each -> each.affinityTo(affinity)));
    }

    private static Server lessLoadedOfTwo(List<Server> candidates) {
        int count = candidates.size();
        if (count == 1) {
            return candidates.get(0);
        }
        int first = ThreadLocalRandom.current().nextInt(count);
        int second = (first + 1 + ThreadLocalRandom.current().nextInt(count - 1)) % count;
        Server one = candidates.get(first);
        Server other = candidates.get(second);
        return other.load() < one.load() ? other : one;
    }

    private static Server min(List<Server> servers, Comparator<Server> order) {
        return servers.stream().min(order).orElseThrow();
    }
}

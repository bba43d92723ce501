// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import java.util.ArrayList;
import java.util.List;

/** The secrets of a client that no text may show: the keys that it has used of late. Safe for use by any thread. */
public final class Secrets {

    /** Calls in flight may have been sent with one of the last few. */
    private static final int KEPT = 8;

    private final List<String> fixed;
    private volatile List<String> all;

    /** Guarded by this; the latest first. */
    private final List<String> keys = new ArrayList<>();

    public Secrets() {
        this(List.of());
    }

    /** @param fixed what is secret besides the keys, such as a proxy's password */
    public Secrets(List<String> fixed) {
        this.fixed = List.copyOf(fixed);
        this.all = this.fixed;
    }

    /** Remembers a key, in place of the oldest if there are many. */
    public void add(String key) {
        List<String> current = all;
        if (current.isEmpty() || !current.get(0).equals(key)) {
            addNew(key);
        }
    }

    private synchronized void addNew(String key) {
        keys.remove(key);
        keys.add(0, key);
        if (keys.size() > KEPT) {
            keys.remove(KEPT);
        }
        List<String> changed = new ArrayList<>(keys);
        changed.addAll(fixed);
        all = List.copyOf(changed);
    }

    /** The latest key first. */
    public List<String> all() {
        return all;
    }
}

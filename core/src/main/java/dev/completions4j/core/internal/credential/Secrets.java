// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import java.util.ArrayList;
import java.util.List;

/** The secrets of a client: its recently used keys, and fixed ones. Thread-safe. */
public final class Secrets {

    /** Number of remembered keys: calls in flight may have been sent with an earlier one. */
    private static final int KEPT = 8;

    private final List<String> fixed;
    private volatile List<String> all;

    /** Guarded by this; the latest first. */
    private final List<String> keys = new ArrayList<>();

    public Secrets() {
        this(List.of());
    }

    /** @param fixed secrets other than keys, such as a proxy's password */
    public Secrets(List<String> fixed) {
        this.fixed = List.copyOf(fixed);
        this.all = this.fixed;
    }

    /** Adds a key; the oldest key is forgotten if there are too many. */
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

    /** Returns the secrets, the latest key first. */
    public List<String> all() {
        return all;
    }
}

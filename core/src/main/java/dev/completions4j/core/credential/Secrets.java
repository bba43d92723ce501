package dev.completions4j.core.credential;

import java.util.ArrayList;
import java.util.List;

/** The keys that a client has used of late, which no text may show. Safe for use by any thread. */
public final class Secrets {

    /** Calls that are under way may have been sent with one of the last few. */
    private static final int KEPT = 8;

    private volatile List<String> keys = List.of();

    /** Remembers a key, in place of the oldest if there are many. */
    public void add(String key) {
        List<String> current = keys;
        if (current.isEmpty() || !current.get(0).equals(key)) {
            addNew(key);
        }
    }

    private synchronized void addNew(String key) {
        List<String> changed = new ArrayList<>(keys);
        changed.remove(key);
        changed.add(0, key);
        keys = List.copyOf(changed.subList(0, Math.min(KEPT, changed.size())));
    }

    /** The latest first. */
    public List<String> keys() {
        return keys;
    }
}

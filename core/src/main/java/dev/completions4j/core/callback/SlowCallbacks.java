package dev.completions4j.core.callback;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Reports callbacks that hold an I/O thread for long, each by its name and once. Safe for use by any thread. */
public final class SlowCallbacks {

    /** More than a pause of the garbage collector or of a busy machine should take. */
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final System.Logger LOGGER = System.getLogger("dev.completions4j");

    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /**
     * Notes how long a callback took, or takes so far.
     *
     * @param name what is known of it, such as its class
     */
    public void note(String name, long nanos) {
        if (nanos > LIMIT_NANOS && reported.add(name)) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} has held an I/O thread for {1} ms, for which other calls had to wait; give the client an executor for"
                            + " callbacks, or let it hand its work to another thread",
                    name,
                    TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.Fault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a stream of a fake model, each after {@value #AFTER_TOKENS} tokens. */
@SuppressWarnings("ImmutableEnumChecker") // Faults are immutable.
enum FaultKind {
    RESET("Reset", "the connection is reset", Fault.reset().afterEvents(FaultKind.AFTER_TOKENS)),
    TRUNCATION("Truncation", "the connection is closed", Fault.close().afterEvents(FaultKind.AFTER_TOKENS)),
    STALL("Stall", "nothing more is sent", Fault.stall().afterEvents(FaultKind.AFTER_TOKENS)),
    GARBAGE("Garbage", "bytes that are not HTTP are sent", Fault.garbage("oops").afterEvents(FaultKind.AFTER_TOKENS)),
    /** Not a fault of the connection: the model reports it in the way of its dialect. */
    ERROR("Error event", "the server reports an error", null);

    static final int AFTER_TOKENS = 12;

    private final String label;
    private final String description;
    private final @Nullable Fault fault;

    FaultKind(String label, String description, @Nullable Fault fault) {
        this.label = label;
        this.description = description;
        this.fault = fault;
    }

    /** Returns the name that the page shows. */
    String label() {
        return label;
    }

    /** Returns what happens, as the end of a sentence. */
    String description() {
        return description;
    }

    /** Returns the name in messages of the page. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Lays the fault over a script if it is one of the connection. */
    ConnectionScript over(ConnectionScript script) {
        return fault == null ? script : fault.over(script);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ResponseHandler;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Calls a handler and contains its exceptions. */
final class SafeHandler {

    private final ResponseHandler handler;

    SafeHandler(ResponseHandler handler) {
        this.handler = handler;
    }

    /** Makes a call; returns false if the handler threw. */
    boolean tell(Consumer<ResponseHandler> call) {
        try {
            call.accept(handler);
            return true;
        } catch (Throwable e) {
            report(e);
            return false;
        }
    }

    /** Passes a chunk to the handler; returns false if the handler threw. */
    boolean lend(ByteBuffer chunk) {
        try {
            handler.onData(chunk);
            return true;
        } catch (Throwable e) {
            report(e);
            return false;
        }
    }

    private static void report(Throwable thrown) {
        try {
            System.getLogger(SafeHandler.class.getPackageName())
                    .log(Level.WARNING, "A response handler threw an exception; its exchange is aborted", thrown);
        } catch (Throwable e) {
            // The log is application code too, or missing, and there is no other way to report the failure.
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.cli.failure.Failure;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.Terminal;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.transport.ConnectionInfo;
import java.util.Locale;

/** Reports the events of a call, one a line, with the time since its start. */
final class CallReport implements CallListener {

    private final Terminal terminal;
    private final String operation;
    private final long start = System.nanoTime();
    private int chunks;
    private long longestGap;

    CallReport(Terminal terminal, CallInfo.Operation operation) {
        this.terminal = terminal;
        this.operation = operation.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public void onAttempt(int attempt, String baseUrl) {
        // A password with a slash makes a part of itself the path.
        report("attempt " + attempt + " of " + operation + " to " + baseUrl.replaceFirst("//.*@", "//***@"));
    }

    @Override
    public void onConnected(ConnectionInfo connection) {
        String address = connection.remoteAddress() == null ? "" : " to " + connection.remoteAddress();
        report((connection.reused() ? "reused connection" : "new connection") + address + ", " + connection.protocol());
    }

    @Override
    public void onHead(ResponseInfo response) {
        String id = response.requestId() == null ? "" : ", request id " + response.requestId();
        report("status " + response.status() + ", " + response.protocol() + id);
    }

    @Override
    public void onRetry(FailedAttempt failed) {
        report("failed: " + Failure.of(failed.failure()).sentence() + "; next attempt in "
                + failed.delay().toMillis() + " ms");
    }

    @Override
    public void onFirstChunk() {
        chunks = 1;
        report("first chunk");
    }

    @Override
    public void onChunk(long gapNanos) {
        chunks++;
        longestGap = Math.max(longestGap, gapNanos);
    }

    @Override
    public void onEnd(CallResult result) {
        String streamed = chunks == 0 ? "" : ", " + chunks + " chunks, longest gap " + longestGap / 1_000_000 + " ms";
        report(result.outcome().toString().toLowerCase(Locale.ROOT) + streamed);
    }

    private void report(String event) {
        double millis = (System.nanoTime() - start) / 1e6;
        terminal.note(String.format(Locale.ROOT, "%8.1f ms  %s", millis, Cells.printable(event)));
    }
}

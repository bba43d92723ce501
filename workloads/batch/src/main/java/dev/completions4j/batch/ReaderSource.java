// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Reads an input on a thread of its own, no further than requested. */
final class ReaderSource implements RequestSource {

    private final EntryReader reader;
    private final Semaphore demand = new Semaphore(0);
    private @Nullable Thread thread;
    private volatile boolean cancelled;

    ReaderSource(EntryReader reader) {
        this.reader = reader;
    }

    @Override
    public void start(Sink sink) {
        Thread started = new Thread(() -> read(sink), "completions4j-batch-reader");
        // A blocked read of a pipe must not keep the JVM alive.
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    private void read(Sink sink) {
        try (EntryReader open = reader) {
            Long size = open.open();
            if (size != null) {
                sink.onSize(size);
            }
            while (true) {
                awaitDemand();
                InputEntry entry = open.read();
                if (entry == null) {
                    break;
                }
                sink.onEntry(entry);
            }
        } catch (InterruptedException e) {
            return;
        } catch (Throwable e) {
            sink.onFailure(e);
            return;
        }
        sink.onEnd();
    }

    /**
     * Waits until another entry is requested.
     *
     * @throws InterruptedException if none will be
     */
    private void awaitDemand() throws InterruptedException {
        while (!cancelled) {
            try {
                demand.acquire();
                return;
            } catch (InterruptedException e) {
                // Code of others that reads the input may have left it behind.
            }
        }
        throw new InterruptedException();
    }

    @Override
    public void request(int entries) {
        demand.release(entries);
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        } else {
            ForeignCode.run(reader::close, "An input that was not read cannot be closed");
        }
    }
}

package dev.completions4j.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a {@link LoopbackServer} saw of its clients. Safe for use by any number of threads. */
final class TrafficLog {

    private final AtomicInteger connections = new AtomicInteger();
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final Semaphore hangUps = new Semaphore(0);

    void addConnection() {
        connections.incrementAndGet();
    }

    void addRequest(ReceivedRequest request) {
        requests.add(request);
    }

    void addHangUp() {
        hangUps.release();
    }

    int connections() {
        return connections.get();
    }

    List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Takes one hang-up; false if there is none in time. */
    boolean awaitHangUp(Duration patience) throws InterruptedException {
        return hangUps.tryAcquire(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import dev.completions4j.testkit.ReceivedRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The connections, requests and responses of a {@link LoopbackServer}. Safe for use by multiple threads. */
final class TrafficLog {

    private final int limit;
    private final Deque<ResponseLog> responses = new ArrayDeque<>();
    private final Semaphore hangUps = new Semaphore(0);
    private int connections;
    private int openConnections;

    /** @param limit the maximum number of requests kept; older ones are dropped, unless they are being answered */
    TrafficLog(int limit) {
        this.limit = limit;
    }

    synchronized void addConnection() {
        connections++;
        openConnections++;
    }

    synchronized void addConnectionEnd() {
        openConnections--;
        notifyAll();
    }

    /** Adds a request and returns the log of its response. */
    synchronized ResponseLog addRequest(ReceivedRequest request) {
        ResponseLog response = new ResponseLog(request);
        responses.add(response);
        dropOldest();
        return response;
    }

    /** A connection has at most one open response, so those that are kept remain few. */
    private void dropOldest() {
        Iterator<ResponseLog> each = responses.iterator();
        while (responses.size() > limit && each.hasNext()) {
            if (!each.next().isOpen()) {
                each.remove();
            }
        }
    }

    void addHangUp() {
        hangUps.release();
    }

    synchronized int connections() {
        return connections;
    }

    synchronized int openConnections() {
        return openConnections;
    }

    /** Waits until no connection is open; returns false if one still is after the given time. */
    synchronized boolean awaitNoConnections(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience);
        while (openConnections > 0) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
        return true;
    }

    synchronized List<ReceivedRequest> requests() {
        return responses.stream().map(ResponseLog::request).toList();
    }

    synchronized List<ServedResponse> responses() {
        return responses.stream().map(ResponseLog::soFar).toList();
    }

    synchronized int openResponses() {
        return (int) responses.stream().filter(ResponseLog::isOpen).count();
    }

    /** Consumes one disconnect; returns false if there is none in time. */
    boolean awaitHangUp(Duration patience) throws InterruptedException {
        return hangUps.tryAcquire(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
    }
}

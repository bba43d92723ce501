// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Scenarios that belong together, and the clients that are compared in them. */
enum Group {
    /** Over HTTP/1.1 without TLS. */
    PLAIN {
        @Override
        List<Scenario> scenarios() {
            return Scenarios.quick();
        }

        @Override
        List<Client> clients() {
            return List.of(
                    Client.FLOOR,
                    Client.NETTY_JACKSON,
                    Client.BY_HAND,
                    Client.OURS_NETTY,
                    Client.OURS_NETTY_LISTENED,
                    Client.OURS_JDK);
        }
    },
    /** The same over TLS 1.3. */
    TLS {
        @Override
        List<Scenario> scenarios() {
            return List.of(Scenarios.TLS_BURST, Scenarios.TLS_UNARY, Scenarios.TLS_PACED);
        }

        @Override
        List<Client> clients() {
            return USUAL;
        }
    },
    /** A thousand streams over four HTTP/2 connections. */
    HTTP_2 {
        @Override
        List<Scenario> scenarios() {
            return List.of(Scenarios.HTTP_2_BURST, Scenarios.HTTP_2_PACED);
        }

        @Override
        List<Client> clients() {
            return USUAL;
        }
    },
    /** The heap of an open stream. */
    HEAP {
        @Override
        List<Scenario> scenarios() {
            return List.of(Scenarios.TOKENS_240);
        }

        @Override
        List<Client> clients() {
            return List.of(
                    Client.FLOOR,
                    Client.NETTY_JACKSON,
                    Client.BY_HAND,
                    Client.OURS_NETTY,
                    Client.OURS_NETTY_UNKEPT,
                    Client.OURS_JDK);
        }
    },
    /** Many new connections at once. */
    STORM {
        @Override
        List<Scenario> scenarios() {
            return List.of(Scenarios.STORM);
        }

        @Override
        List<Client> clients() {
            return USUAL;
        }
    };

    private static final List<Client> USUAL =
            List.of(Client.FLOOR, Client.NETTY_JACKSON, Client.BY_HAND, Client.OURS_NETTY, Client.OURS_JDK);

    abstract List<Scenario> scenarios();

    abstract List<Client> clients();

    /** Returns the clients and the other libraries. */
    List<Client> clientsAndPeers() {
        return Stream.concat(clients().stream(), Arrays.stream(Client.values()).filter(Client::isPeer))
                .toList();
    }
}

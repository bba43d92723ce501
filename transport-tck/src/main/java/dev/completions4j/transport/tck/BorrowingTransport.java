// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import java.util.function.BooleanSupplier;

/**
 * A transport that works with something of its caller's, for rule 10.5.
 *
 * @param transport the suite closes it
 * @param lenderIsOpen true if what was lent still works, after the transport has been shut down
 * @param closeLender frees what was lent
 */
public record BorrowingTransport(Transport transport, BooleanSupplier lenderIsOpen, Runnable closeLender) {}

// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import java.util.function.BooleanSupplier;

/**
 * A transport that uses a resource owned by its caller, for rule 10.5.
 *
 * @param transport the transport; the suite closes it
 * @param lenderIsOpen returns true if the resource still works after the transport has been shut down
 * @param closeLender releases the resource
 */
public record BorrowingTransport(Transport transport, BooleanSupplier lenderIsOpen, Runnable closeLender) {}

// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.webflux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server; the starter makes the client of the properties. */
@SpringBootApplication
public class WebFluxServer {

    public static void main(String[] arguments) {
        SpringApplication.run(WebFluxServer.class, arguments);
    }
}

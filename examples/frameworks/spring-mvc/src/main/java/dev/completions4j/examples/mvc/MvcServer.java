// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.mvc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server; the starter makes the client of the properties. */
@SpringBootApplication
public class MvcServer {

    public static void main(String[] arguments) {
        SpringApplication.run(MvcServer.class, arguments);
    }
}

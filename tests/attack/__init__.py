"""An attacker written apart from ``publication.attack``, and made-up histories of deliveries to set it on."""

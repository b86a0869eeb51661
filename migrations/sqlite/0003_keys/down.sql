DROP TABLE dropped_sealing_keys;

"""Who comes with a group of minors: entered by the agency or the school, with a page by link and the news of the group.

They hear what guardians hear, but of the group as a whole and once each: that it has arrived and has started, some
hours after the first word of it and with the names of who is still missing; that everybody is home; and, when
somebody is not, one mail at the moment at which the school gets its own, also if they turned the news off.
«5 of 12 have arrived» is no news: their page always has the list of now. They are adults of the school, so nobody
waits for a word that they are home themselves: a group is home when its trainees are.
"""

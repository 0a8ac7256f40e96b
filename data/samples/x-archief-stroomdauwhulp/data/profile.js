window.YTD.profile.part0 = [
{"profile": {"description": {"bio": "Verzonnen organisatie (demo). Vragen en storingen. Made-up demo account.", "website": "https://www.stroomdauw.example.org", "location": "Zwaluwmeer (verzonnen)"}, "avatarMediaUrl": "https://pbs.twimg.com/profile_images/5017742060001/avatar.jpg"}}
]
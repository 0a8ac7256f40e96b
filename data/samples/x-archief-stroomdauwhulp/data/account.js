window.YTD.account.part0 = [
{"account": {"email": "REDACTED", "createdVia": "web", "username": "stroomdauwhulp", "accountId": "501774206", "createdAt": "2012-03-01T08:00:12.000Z", "accountDisplayName": "Stroomdauw helpt"}}
]
window.__THAR_CONFIG = {
  "userInfo": {
    "accountId": "501774206",
    "userName": "stroomdauwhulp",
    "displayName": "Stroomdauw helpt"
  },
  "archiveInfo": {
    "sizeBytes": "1048576",
    "generationDate": "2013-12-29T22:59:40.000Z",
    "isPartialArchive": false,
    "maxPartSizeBytes": "53687091200"
  },
  "readmeInfo": {
    "fileName": "data/README.txt",
    "directory": "data/",
    "name": "README.txt"
  },
  "dataTypes": {
    "tweet": {
      "files": [
        {
          "fileName": "data/tweet.js",
          "globalName": "YTD.tweet.part0",
          "count": "833"
        }
      ]
    }
  }
}
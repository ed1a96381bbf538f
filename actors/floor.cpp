// keeps the floor buildable until its first source

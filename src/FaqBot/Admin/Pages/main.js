import "./frame/admin.js";
